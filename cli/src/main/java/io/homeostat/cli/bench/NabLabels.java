package io.homeostat.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The windows that people labelled, for pictures alone: nothing is judged by them. */
record NabLabels(JsonNode windows) {
  private static final int SECONDS = 19;

  /** Those in {@code labels/combined_windows.json}; none where there is no such file. */
  static NabLabels in(Path folder) {
    Path file = folder.resolve("labels").resolve("combined_windows.json");
    ObjectMapper json = new ObjectMapper();
    try {
      return new NabLabels(
          Files.exists(file) ? json.readTree(file.toFile()) : json.createObjectNode());
    } catch (IOException e) {
      throw new CommandException(file + " can't be read (" + e + "): name NAB's folder", e);
    }
  }

  /** The windows of a series, by the places of their first and last sample. */
  List<int[]> of(NabSeries series) {
    List<int[]> places = new ArrayList<>();
    for (JsonNode window : windows.path(series.category() + "/" + series.file())) {
      String from = window.get(0).asText().substring(0, SECONDS);
      String to = window.get(1).asText().substring(0, SECONDS);
      int first = 0;
      int last = -1;
      for (int i = 0; i < series.rows().size(); i++) {
        String time = series.rows().get(i).time();
        first += time.compareTo(from) < 0 ? 1 : 0;
        last += time.compareTo(to) <= 0 ? 1 : 0;
      }
      places.add(new int[] {first, Math.max(first, last)});
    }
    return places;
  }
}
