package io.homeostat.cli;

import io.homeostat.cli.local.Distribution;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs a bench of the gateway in a process of its own, with the class path of ingest. */
final class DoorBench {
  private static final String MAIN = "io.homeostat.ingest.bench.DoorBench";

  private DoorBench() {}

  /**
   * Runs it, with this process's output as its own.
   *
   * @param options further {@code --key value} pairs
   * @return its exit code
   */
  static int run(String name, List<String> options) {
    Distribution distribution = new Place().distribution();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(classPath(distribution, "ingest"));
    command.add(MAIN);
    command.add(name);
    command.add("--broker-class-path");
    command.add(classPath(distribution, "cli"));
    command.addAll(options);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandException("the bench can't be started (" + e + "): check the JDK", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("the bench was interrupted", e);
    }
  }

  private static String classPath(Distribution distribution, String module) {
    return distribution.classPath("bench", List.of(module)).stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
