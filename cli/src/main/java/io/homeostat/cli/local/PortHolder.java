package io.homeostat.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The process that listens on a port, found through /proc; another user's process stays unknown.
 *
 * @param pid its id
 * @param command its command line, fit for a terminal
 */
record PortHolder(long pid, String command) {
  private static final String LISTENING = "0A";

  /** Who listens on the port, if it can be seen. */
  static Optional<PortHolder> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      sockets.addAll(sockets(Path.of(table), port));
    }
    return sockets.isEmpty() ? Optional.empty() : owner(sockets);
  }

  private static Set<String> sockets(Path table, int port) {
    Set<String> found = new HashSet<>();
    try {
      for (String line : Files.readAllLines(table, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > 9
            && fields[3].equals(LISTENING)
            && fields[1].endsWith(String.format(":%04X", port))) {
          found.add("socket:[" + fields[9] + "]");
        }
      }
    } catch (IOException e) {
      return Set.of();
    }
    return found;
  }

  private static Optional<PortHolder> owner(Set<String> sockets) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), sockets)) {
          long pid = Long.parseLong(process.getFileName().toString());
          return Optional.of(new PortHolder(pid, Proc.command(pid)));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        if (isOneOf(descriptor, sockets)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  private static boolean isOneOf(Path descriptor, Set<String> sockets) {
    try {
      return sockets.contains(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException e) {
      return false;
    }
  }
}
