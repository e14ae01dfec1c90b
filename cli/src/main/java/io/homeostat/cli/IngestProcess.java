package io.homeostat.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs what needs the drivers of databases, in a process of its own with ingest's class path. */
final class IngestProcess {
  private IngestProcess() {}

  /**
   * Runs it, with this process's output as its own.
   *
   * @param mainClass in ingest
   * @return its exit code
   * @throws CommandException when it can't be started
   */
  static int run(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"));
    command.add(
        "-Dlog4j2.configurationFile=classpath:io/homeostat/schemas/service/stdout-log4j2.xml");
    command.add("-cp");
    command.add(
        new Place()
            .distribution().classPath("ingest", List.of("ingest")).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
    command.add(mainClass);
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandException("it can't be started (" + e + "): check the JDK", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("it was interrupted", e);
    }
  }
}
