package io.homeostat.ingest.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process on this class path that is killed and started again. */
final class Killable implements AutoCloseable {
  private final List<String> command = new ArrayList<>();
  private final Path said;
  private Process process;

  /**
   * Starts it.
   *
   * @param said where all that it says goes
   */
  Killable(Path said, String main, String... arguments) {
    this.said = said;
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
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

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
