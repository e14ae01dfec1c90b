package io.homeostat.ingest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program that is measured, killed and started again. What it says goes into a file. */
public final class Program implements AutoCloseable {
  private final List<String> command;
  private final Path said;
  private volatile Process process;

  /**
   * Starts it.
   *
   * @param said where all that it says is added
   * @param command its words
   */
  public Program(Path said, List<String> command) {
    this.said = said;
    this.command = List.copyOf(command);
    this.process = begin();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close)); // It ends with whoever measures.
  }

  /**
   * The words that run a class of Java by the JDK of this process.
   *
   * @param options of Java
   */
  public static List<String> java(
      String classPath, List<String> options, String main, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.add("-cp");
    words.add(classPath);
    words.add(main);
    words.addAll(List.of(arguments));
    return words;
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
  public void killAndStart() throws InterruptedException {
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

  /**
   * Makes sure that it still runs.
   *
   * @throws IllegalStateException when it has ended by itself
   */
  public void requireAlive() {
    if (!alive()) {
      throw new IllegalStateException("a program has ended by itself; it said why in " + said);
    }
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
