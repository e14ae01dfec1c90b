package io.homeostat.cli;

import io.homeostat.core.document.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** YAML files that a verb is given: one file, or all of a folder. */
final class YamlFiles {
  private YamlFiles() {}

  /**
   * Reads them.
   *
   * @param what what they hold, for messages, such as {@code rule}
   * @throws CommandException when there is none, or one can't be read
   */
  static List<SourceText> read(Path path, String what) {
    if (!Files.exists(path)) {
      throw new CommandException("there is no " + path + ": name a folder of YAML files");
    }
    List<SourceText> sources = new ArrayList<>();
    try {
      if (Files.isRegularFile(path)) {
        sources.add(source(path));
      } else {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.{yaml,yml}")) {
          for (Path file : files) {
            sources.add(source(file));
          }
        }
      }
    } catch (IOException e) {
      throw new CommandException(
          "the files in " + path + " can't be read (" + e + "): name a folder of YAML files", e);
    }
    if (sources.isEmpty()) {
      throw new CommandException(
          "there is no %s file (*.yaml, *.yml) in %s: name a folder of YAML files"
              .formatted(what, path));
    }
    return sources;
  }

  private static SourceText source(Path file) throws IOException {
    return new SourceText(
        file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
  }
}
