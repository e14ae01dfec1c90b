package io.homeostat.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One process as a file remembers it.
 *
 * @param name the process's name
 * @param pid its id
 * @param startTicks when it started, since another process may have that id by now
 */
record PidFile(String name, long pid, long startTicks) {

  /** Remembers a process that runs now. */
  static void write(DataFolder folder, String name, long pid) throws IOException {
    OptionalLong ticks = Proc.startTicks(pid);
    if (ticks.isPresent()) {
      AtomicFile.write(folder.pids().resolve(name), pid + " " + ticks.getAsLong() + "\n");
    }
  }

  static void forget(DataFolder folder, String name) throws IOException {
    Files.deleteIfExists(folder.pids().resolve(name));
  }

  /** The processes remembered that still run. */
  static List<PidFile> alive(DataFolder folder) throws IOException {
    List<PidFile> alive = new ArrayList<>();
    if (!Files.isDirectory(folder.pids())) {
      return alive;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.pids())) {
      for (Path file : files) {
        read(file).filter(PidFile::isAlive).ifPresent(alive::add);
      }
    }
    return alive;
  }

  boolean isAlive() {
    OptionalLong ticks = Proc.startTicks(pid);
    return ticks.isPresent() && ticks.getAsLong() == startTicks;
  }

  private static Optional<PidFile> read(Path file) throws IOException {
    String[] fields = Files.readString(file, StandardCharsets.UTF_8).strip().split(" ", -1);
    try {
      return fields.length == 2
          ? Optional.of(
              new PidFile(
                  file.getFileName().toString(),
                  Long.parseLong(fields[0]),
                  Long.parseLong(fields[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
