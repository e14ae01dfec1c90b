package io.homeostat.processors.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The kernels on the host: compiled by g++ under the shim in {@code src/test/cuda}, in a process of
 * its own that is told what to do. Launch and memory are as on a device, so what is tested is the
 * kernels' arithmetic and the whole of {@link CudaStatistics}; speed and the driver are not.
 */
final class HostDevice implements Device, AutoCloseable {
  private final Process process;
  private final DataOutputStream commands;
  private final DataInputStream answers;

  /** Starts it; where there is no compiler, the test is skipped with a word on it. */
  static HostDevice start() {
    try {
      Path program = Path.of("target", "cuda-host").toAbsolutePath();
      int code =
          new ProcessBuilder(
                  "g++",
                  "-std=c++17",
                  "-O2",
                  "-DHOMEOSTAT_HOST",
                  "-Wno-unknown-pragmas",
                  "-Isrc/test/cuda",
                  "-Isrc/main/cuda",
                  "src/test/cuda/host.cpp",
                  "-o",
                  program.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new AssertionError("the kernels don't compile for the host: see g++'s messages");
      }
      return new HostDevice(
          new ProcessBuilder(program.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      assumeTrue(
          false, "SKIPPED: there is no g++ here, so the kernels' arithmetic is not tested: " + e);
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HostDevice(Process process) {
    this.process = process;
    commands = new DataOutputStream(process.getOutputStream());
    answers = new DataInputStream(process.getInputStream());
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void tell(ByteBuffer command) {
    try {
      byte[] bytes = new byte[command.flip().remaining()];
      command.get(bytes);
      commands.write(bytes);
      commands.flush();
    } catch (IOException e) {
      throw new DeviceException("the host's process ended", e);
    }
  }

  private ByteBuffer answer(int bytes) {
    byte[] answer = new byte[bytes];
    try {
      answers.readFully(answer);
    } catch (IOException e) {
      throw new DeviceException("the host's process ended", e);
    }
    return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String name() {
    return "the host";
  }

  @Override
  public long allocate(long bytes) {
    tell(buffer(9).put((byte) 'A').putLong(bytes));
    return answer(8).getLong();
  }

  @Override
  public void free(long address) {
    tell(buffer(9).put((byte) 'F').putLong(address));
  }

  @Override
  public void write(long address, double[] values) {
    ByteBuffer command = buffer(17 + 4 * values.length);
    command.put((byte) 'W').putLong(address).putLong(4L * values.length);
    for (double value : values) {
      command.putFloat((float) value);
    }
    tell(command);
  }

  @Override
  public void read(long address, double[] values) {
    tell(buffer(17).put((byte) 'R').putLong(address).putLong(8L * values.length));
    answer(8 * values.length).asDoubleBuffer().get(values);
  }

  @Override
  public void read(long address, float[] values) {
    tell(buffer(17).put((byte) 'R').putLong(address).putLong(4L * values.length));
    answer(4 * values.length).asFloatBuffer().get(values);
  }

  @Override
  public void launch(String kernel, Grid grid, int sharedBytes, long... arguments) {
    byte[] name = kernel.getBytes(StandardCharsets.UTF_8);
    ByteBuffer command = buffer(21 + name.length + 8 * arguments.length);
    command.put((byte) 'L').putInt(name.length).put(name);
    command.putInt(grid.x()).putInt(grid.y()).putInt(sharedBytes).putInt(arguments.length);
    for (long argument : arguments) {
      command.putLong(argument);
    }
    tell(command);
    answer(1);
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
