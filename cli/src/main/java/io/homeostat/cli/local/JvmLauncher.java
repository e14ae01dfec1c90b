package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import io.homeostat.schemas.service.ServiceMain;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs each process in a lean JVM of its own, with the distribution's jars. */
final class JvmLauncher implements Launcher {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Distribution distribution;
  private final DataFolder folder;
  private final Path java;

  /**
   * @param java the JDK's folder
   */
  JvmLauncher(Distribution distribution, DataFolder folder, Path java) {
    this.distribution = distribution;
    this.folder = folder;
    this.java = java;
  }

  @Override
  public ProcessBuilder prepare(ProcessSpec process) {
    Path arguments = folder.run().resolve(process.name() + ".args");
    try {
      empty(folder.temporary(process.name()));
      copyLogging();
      String lines =
          arguments(process).stream()
              .map(JvmLauncher::quoted)
              .collect(Collectors.joining("\n", "", "\n"));
      AtomicFile.write(arguments, lines);
    } catch (IOException e) {
      throw new CommandException(
          "the data folder "
              + folder.root()
              + " can't be written ("
              + e
              + "): check its owner and the disk",
          e);
    }
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      // In a session of its own, so that Ctrl-C reaches the supervisor alone and all end in order.
      command.add(SETSID.toString());
    }
    command.add(java.resolve("bin/java").toString());
    command.add("@" + arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return builder;
  }

  private List<String> arguments(ProcessSpec process) {
    List<String> all = new ArrayList<>(jvmFlags(process));
    all.addAll(process.jvmFlags());
    all.add("-cp");
    all.add(
        distribution.classPath(process).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    all.add(ServiceMain.class.getName());
    all.add("--config");
    all.add(folder.settings().toString());
    all.add("--lifeline");
    all.addAll(process.services());
    return all;
  }

  private List<String> jvmFlags(ProcessSpec process) {
    ProcessSpec.Memory memory = process.memory();
    return List.of(
        "-Xmx" + memory.heapMib() + "m",
        "-Xms" + Math.max(16, memory.heapMib() / 8) + "m",
        "-Xss512k",
        "-XX:MaxMetaspaceSize=" + memory.metaspaceMib() + "m",
        "-XX:ReservedCodeCacheSize=" + memory.codeCacheMib() + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:ErrorFile=" + folder.logs().resolve(process.name() + "-crash.log"),
        "-Djava.awt.headless=true",
        "-Djava.io.tmpdir=" + folder.temporary(process.name()),
        "-Dfile.encoding=UTF-8",
        "-Dlog4j2.configurationFile=" + logging(),
        "-Dhomeostat.process=" + process.name(),
        "-Dhomeostat.logs=" + folder.logs());
  }

  /** Makes a folder and takes away what a killed process left in it, such as unpacked libraries. */
  private static void empty(Path temporary) throws IOException {
    Files.createDirectories(temporary);
    try (Stream<Path> all = Files.walk(temporary)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(temporary)) {
          Files.delete(path);
        }
      }
    }
  }

  private Path logging() {
    return folder.run().resolve("log4j2.xml");
  }

  private void copyLogging() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            JvmLauncher.class.getResourceAsStream(
                "/io/homeostat/cli/local/processes-log4j2.xml"))) {
      Files.copy(in, logging(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A word of an argument file, quoted as the java command reads it. */
  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
