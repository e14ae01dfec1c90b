package io.homeostat.ingest.fuzz;

import io.homeostat.core.drift.row.Field;
import io.homeostat.core.drift.row.RowText;
import io.homeostat.core.model.RowChange;
import java.util.List;
import java.util.Map;

/** Items as lines of JSON, and what rows say of them. */
final class LineItems {

  private LineItems() {}

  static List<Map<String, Object>> embeddings(List<Batch.Item> items) {
    return items.stream()
        .map(
            item ->
                Map.<String, Object>of(
                    "collection",
                    "collection:a/b",
                    "model",
                    "m",
                    "role",
                    "query",
                    "id",
                    item.text(),
                    "time",
                    item.timeMillis(),
                    "vector",
                    List.of(1, 0.5)))
        .toList();
  }

  static List<Map<String, Object>> features(List<Batch.Item> items) {
    return items.stream()
        .map(
            item ->
                Map.<String, Object>of(
                    "table", "feature-set:a/b",
                    "id", item.text(),
                    "time", item.timeMillis(),
                    "values", Map.of("a", 0.5, "text", item.text())))
        .toList();
  }

  /**
   * The text of a record as the folds read it.
   *
   * @throws IllegalArgumentException when they can't
   */
  static String text(RowChange record) {
    Map<String, Field> row = RowText.read(record.after().orElseThrow());
    return row.get("text") instanceof Field.Text text ? text.value() : "";
  }
}
