package io.homeostat.cli.bench;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A series of the Numenta Anomaly Benchmark: a file of rows {@code timestamp,value} behind a
 * header.
 *
 * @param category the folder that it lies in
 * @param file the file's name
 * @param rows its rows
 */
record NabSeries(String category, String file, List<Row> rows) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /**
   * A row.
   *
   * @param time the time as it is written, taken for UTC
   * @param text the value as it is written
   */
  record Row(String time, String text) {
    long timeMillis() {
      return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    double value() {
      return Double.parseDouble(text);
    }
  }

  /** The series in {@code DIR/data} or {@code DIR}, in the order of their names. */
  static List<NabSeries> in(Path folder) {
    Path data = Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder;
    try (Stream<Path> files = Files.walk(data, 2)) {
      List<NabSeries> series =
          files
              .filter(file -> file.toString().endsWith(".csv"))
              .sorted()
              .map(NabSeries::read)
              .toList();
      if (series.isEmpty()) {
        throw new CommandException(
            "there is no series (*.csv) in " + data + ": name NAB's folder, with data/ in it");
      }
      return series;
    } catch (IOException e) {
      throw new CommandException(data + " can't be read: name NAB's folder, with data/ in it", e);
    }
  }

  private static NabSeries read(Path file) {
    try {
      List<Row> rows =
          Csv.rows(Files.readString(file)).stream()
              .skip(1)
              .filter(row -> row.size() >= 2)
              .map(row -> new Row(row.get(0), row.get(1)))
              .toList();
      rows.forEach(
          row -> {
            row.timeMillis();
            row.value();
          });
      Path folder = file.toAbsolutePath().getParent();
      String category = folder == null ? "" : String.valueOf(folder.getFileName());
      return new NabSeries(category, String.valueOf(file.getFileName()), rows);
    } catch (IOException | DateTimeParseException | NumberFormatException e) {
      throw new CommandException(
          file + " is no series: a header and rows of timestamp,value are wanted (" + e + ")", e);
    }
  }
}
