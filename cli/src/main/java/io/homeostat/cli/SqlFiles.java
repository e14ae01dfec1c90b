package io.homeostat.cli;

import io.homeostat.core.document.SourceText;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Migrations that a verb is given: files of SQL, or folders of them. */
final class SqlFiles {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** The ways back that Flyway and others keep beside the ways there. */
  private static final Pattern UNDO =
      Pattern.compile("U[0-9][0-9._]*__.*|.*\\.(?:down|undo)\\.sql", Pattern.CASE_INSENSITIVE);

  private SqlFiles() {}

  /**
   * Reads them, those of a folder in the order of the numbers in their names, V2 before V2.1 before
   * V10, and without the ways back.
   *
   * @throws CommandException when there is none, or one can't be read
   */
  static List<SourceText> read(List<Path> paths) {
    List<SourceText> sources = new ArrayList<>();
    for (Path path : paths) {
      List<Path> files = files(path);
      if (files.isEmpty()) {
        throw new CommandException(
            "there is no SQL (*.sql) in " + path + ": name a migration's file or folder");
      }
      files.forEach(file -> sources.add(source(file)));
    }
    return sources;
  }

  private static List<Path> files(Path path) {
    if (!Files.exists(path)) {
      throw new CommandException("there is no " + path + ": name a migration's file or folder");
    }
    List<Path> files = new ArrayList<>();
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.sql")) {
      for (Path file : found) {
        if (!UNDO.matcher(file.getFileName().toString()).matches()) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      throw new CommandException(path + " can't be read (" + e + "): may you read it?", e);
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString(), SqlFiles::byNumbers));
    return files;
  }

  private static SourceText source(Path file) {
    try {
      return new SourceText(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandException(file + " can't be read (" + e + "): it must be SQL in UTF-8", e);
    }
  }

  /** Compares the numbers before {@code __}, or all, and then the names. */
  static int byNumbers(String one, String other) {
    List<BigInteger> left = numbers(one);
    List<BigInteger> right = numbers(other);
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(left.size(), right.size());
    return order != 0 ? order : one.compareTo(other);
  }

  private static List<BigInteger> numbers(String name) {
    int end = name.indexOf("__");
    return NUMBER
        .matcher(end < 0 ? name : name.substring(0, end))
        .results()
        .map(found -> new BigInteger(found.group()))
        .toList();
  }
}
