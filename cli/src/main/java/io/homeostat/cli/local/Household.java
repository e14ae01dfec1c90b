package io.homeostat.cli.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes whose working directory lies inside a folder: they belong to the data there, even when
 * they have outlived whoever started them, as a PostgreSQL does whose demo was killed.
 */
final class Household {
  private Household() {}

  /** The living processes that work inside the folder. */
  static List<ProcessHandle> in(Path folder) {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      Path real = folder.toRealPath();
      for (Path process : processes) {
        if (workingDirectory(process).filter(path -> path.startsWith(real)).isPresent()) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      return List.of(); // The folder is not there, so nobody works in it.
    }
    return found;
  }

  /** Whether the process works inside the folder. */
  static boolean holds(Path folder, long pid) {
    return in(folder).stream().anyMatch(process -> process.pid() == pid);
  }

  private static Optional<Path> workingDirectory(Path process) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve("cwd")));
    } catch (IOException e) {
      return Optional.empty(); // It has ended meanwhile, or belongs to another user.
    }
  }
}
