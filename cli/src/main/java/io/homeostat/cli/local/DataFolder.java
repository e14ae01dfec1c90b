package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder that holds everything of one local Homeostat: data, logs, ports.
 *
 * @param root the folder, absolute
 */
public record DataFolder(Path root) {
  private static final String LAYOUT = "1";

  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** The file that says that this folder is Homeostat's, and how it is laid out. */
  public Path marker() {
    return root.resolve("layout.properties");
  }

  public Path run() {
    return root.resolve("run");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  /** Where a process keeps what it may lose, such as unpacked libraries. */
  public Path temporary(String process) {
    return root.resolve("tmp").resolve(process);
  }

  /** The settings of all processes. */
  public Path settings() {
    return run().resolve("homeostat.properties");
  }

  /** What listens where, as JSON. */
  public Path addresses() {
    return run().resolve("addresses.json");
  }

  /** What runs, as JSON. */
  public Path status() {
    return run().resolve("status.json");
  }

  public Path lock() {
    return run().resolve("lock");
  }

  public Path pids() {
    return run().resolve("pids");
  }

  /** Why the folder can't be used, with the remedy; empty when it is good or not there yet. */
  public Optional<String> defect() {
    if (!Files.exists(root)) {
      return Optional.empty();
    }
    if (!Files.isDirectory(root)) {
      return Optional.of(root + " is not a folder: give another one with --data");
    }
    if (!Files.isWritable(root)) {
      return Optional.of(
          "the data folder "
              + root
              + " can't be written: change its owner, or give another one with --data");
    }
    if (!Files.exists(marker())) {
      return holdsSomething()
          ? Optional.of(
              root
                  + " holds files, but is not Homeostat's data folder (it has no "
                  + marker().getFileName()
                  + "): give another one with --data")
          : Optional.empty();
    }
    return markerDefect();
  }

  private Optional<String> markerDefect() {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(marker(), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          "the data folder's " + marker() + " can't be read (" + e.getMessage() + ")" + remedy());
    }
    String layout = properties.getProperty("layout", "");
    if (layout.equals(LAYOUT)) {
      return Optional.empty();
    }
    if (layout.isBlank()) {
      return Optional.of(
          "the data folder's " + marker() + " is damaged: it has no layout" + remedy());
    }
    return Optional.of(
        "the data folder "
            + root
            + " has layout "
            + printable(layout)
            + ", this Homeostat knows layout "
            + LAYOUT
            + remedy());
  }

  /**
   * Makes the folder and its marker where they are missing.
   *
   * @throws CommandException when that fails
   */
  public void create() {
    try {
      Files.createDirectories(run());
      Files.createDirectories(logs());
      Files.createDirectories(pids());
      if (!Files.exists(marker())) {
        AtomicFile.write(
            marker(), "# Homeostat keeps its data in this folder.\nlayout=" + LAYOUT + "\n");
      }
    } catch (IOException e) {
      throw new CommandException(
          "the data folder "
              + root
              + " can't be written ("
              + e
              + "): change its owner, free the disk, or give another one with --data",
          e);
    }
  }

  private boolean holdsSomething() {
    try (var files = Files.list(root)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return true;
    }
  }

  private String remedy() {
    return ". Restore it from a copy, move "
        + root
        + " away to begin anew, or give another folder with --data";
  }

  private static String printable(String text) {
    return "'" + text.replaceAll("[^\\p{Alnum}._-]", "?") + "'";
  }
}
