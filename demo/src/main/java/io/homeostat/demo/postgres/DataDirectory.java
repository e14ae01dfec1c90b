package io.homeostat.demo.postgres;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL data directory, and which processes use it. Each PostgreSQL process works inside its
 * data directory, so {@code /proc} tells the truth where {@code postmaster.pid} may be stale or
 * name a stranger.
 *
 * @param path the directory
 */
public record DataDirectory(Path path) {
  /** The major version whose data this code can start. */
  public static final String MAJOR_VERSION = "17";

  /** Whether it has been made. */
  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Makes sure that it is a directory of the right version.
   *
   * @throws ServiceException when it is not
   */
  public void verify() {
    Path file = path.resolve("PG_VERSION");
    String found;
    try {
      found = Files.readString(file).strip();
    } catch (IOException e) {
      throw new ServiceException(
          path + " is no PostgreSQL data directory (" + e + "): remove it to start anew", e);
    }
    if (!found.equals(MAJOR_VERSION)) {
      throw new ServiceException(
          path
              + " was written by PostgreSQL "
              + found
              + ", and this is "
              + MAJOR_VERSION
              + ": remove it to start anew");
    }
  }

  /** The living processes that work in this directory. */
  public List<ProcessHandle> processes() {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      Path real = path.toRealPath();
      for (Path entry : entries) {
        if (workingDirectory(entry).filter(real::equals).isPresent()) {
          ProcessHandle.of(Long.parseLong(entry.getFileName().toString())).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new ServiceException("cannot list the processes that use " + path + ": " + e, e);
    }
    return found;
  }

  /** The postmaster that {@code postmaster.pid} names, if it lives and works here. */
  public Optional<ProcessHandle> postmaster() {
    try {
      long pid = Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
      return isUsedBy(pid) ? ProcessHandle.of(pid) : Optional.empty();
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Whether the process of this number lives and works here. */
  public boolean isUsedBy(long pid) {
    try {
      return workingDirectory(Path.of("/proc", Long.toString(pid)))
          .filter(path.toRealPath()::equals)
          .isPresent();
    } catch (IOException e) {
      return false; // The directory itself is gone.
    }
  }

  /** The file by which a running PostgreSQL claims the directory. */
  public Path pidFile() {
    return path.resolve("postmaster.pid");
  }

  private static Optional<Path> workingDirectory(Path process) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve("cwd")));
    } catch (IOException e) {
      return Optional.empty(); // It has ended meanwhile, or belongs to another user.
    }
  }
}
