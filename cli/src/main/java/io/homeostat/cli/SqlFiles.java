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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Migrations that a verb is given: files of SQL, or folders of them. */
final class SqlFiles {
  private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

  private SqlFiles() {}

  /**
   * Reads them, those of a folder in the order of the numbers in their names: V2 before V10.
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
      found.forEach(files::add);
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

  /** Compares names part by part, numbers by their value. */
  static int byNumbers(String one, String other) {
    Matcher left = PART.matcher(one);
    Matcher right = PART.matcher(other);
    while (left.find()) {
      if (!right.find()) {
        return 1;
      }
      int order = part(left.group(), right.group());
      if (order != 0) {
        return order;
      }
    }
    return right.find() ? -1 : one.compareTo(other);
  }

  private static int part(String one, String other) {
    boolean numbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
    return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
  }
}
