package io.homeostat.ingest.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Java process on this class path that is killed and started again. */
public final class Killable implements AutoCloseable {
  private final List<String> command = new ArrayList<>();
  private final Path said;
  private Process process;

  /** Options for a process that lives for a short time. */
  static final List<String> SHORT_LIVED =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /**
   * Starts it.
   *
   * @param said where all that it says goes
   * @param options of Java
   */
  public Killable(Path said, List<String> options, String main, String... arguments) {
    this.said = said;
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(List.of(arguments));
    this.process = begin();
  }

  private Process begin() {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as {@code kill -9} does, and starts it again once it is gone. */
  void killAndStart() throws InterruptedException {
    process.destroyForcibly().waitFor();
    process = begin();
  }

  /** Ends it as {@code kill} does, and waits until it has said all. */
  public void end() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** How much processor time it has taken so far. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
