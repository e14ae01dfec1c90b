package io.homeostat.cli.bench;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A log file, and the event of each of its lines where labels lie beside it.
 *
 * @param name the set's name: its folder's, or the file's
 * @param lines the lines
 * @param events the event of each line
 */
record LogSet(String name, List<String> lines, Optional<List<String>> events) {
  private static final int DEPTH = 2;
  private static final String LABELS = "EventTemplate";

  LogSet {
    lines = List.copyOf(lines);
  }

  /** All log files in a folder and the folders in it, by name. */
  static List<LogSet> in(Path folder) {
    try (Stream<Path> found = Files.walk(folder, DEPTH)) {
      List<Path> files =
          found.filter(file -> file.getFileName().toString().endsWith(".log")).sorted().toList();
      if (files.isEmpty()) {
        throw new CommandException(
            "there is no log (*.log) in " + folder + ": name a folder with logs, or with a folder"
                + " for each");
      }
      TreeMap<String, LogSet> sets = new TreeMap<>();
      for (Path file : files) {
        String name = name(file);
        LogSet set = read(file, name);
        if (sets.putIfAbsent(name, set) != null) {
          throw new CommandException(
              "two logs in " + folder + " are named " + name + ": rename one of them");
        }
      }
      return new ArrayList<>(sets.values());
    } catch (IOException e) {
      throw new CommandException(
          "the logs in " + folder + " can't be read (" + e + "): name a folder with logs", e);
    }
  }

  private static String name(Path file) {
    String stem = file.getFileName().toString().replaceFirst("\\.log$", "");
    return stem.replaceFirst("_(2k|full)$", "");
  }

  private static LogSet read(Path file, String name) throws IOException {
    List<String> lines = text(file).lines().toList();
    String log = file.getFileName().toString();
    for (String suffix : List.of("_structured_corrected.csv", "_structured.csv")) {
      Path labels = file.resolveSibling(log + suffix);
      if (Files.isRegularFile(labels)) {
        return new LogSet(name, lines, Optional.of(events(labels, lines.size())));
      }
    }
    return new LogSet(name, lines, Optional.empty());
  }

  private static List<String> events(Path file, int lines) throws IOException {
    List<List<String>> rows = Csv.rows(text(file));
    int column = rows.isEmpty() ? -1 : rows.get(0).indexOf(LABELS);
    if (column < 0) {
      throw new CommandException(
          file + " has no column " + LABELS + ": labels have it in their first row");
    }
    if (rows.size() - 1 != lines) {
      throw new CommandException(
          file + " labels " + (rows.size() - 1) + " lines, the log has " + lines
              + ": use the labels of this log");
    }
    return rows.stream().skip(1).map(row -> column < row.size() ? row.get(column) : "").toList();
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
