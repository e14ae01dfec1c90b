package io.homeostat.ingest.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.intake.JsonLines;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.SenderTime;
import io.homeostat.ingest.intake.Translated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads records of features as lines of JSON, one object each: {@code table} (an entity, as in the
 * contracts of features), {@code values} (numbers, texts, truth values and null by the features'
 * names), and if it likes {@code id} and {@code time}. A line that is no record does not spoil the
 * others.
 *
 * <p>A record is a row that was written, in no database's log. Rows of a {@code pg-table} come from
 * its log alone: a served copy of one would count again, would pass for a write where nothing is
 * written any more, and could tell columns that must not leave the database.
 */
public final class FeatureLines {
  /** The most records of a request. */
  static final int MOST = 10_000;

  /** The most characters of an id. */
  static final int LONGEST_ID = 500;

  private static final String CAPTURED = "pg-table";

  private final long receivedMillis;
  private final Rejections rejections = new Rejections();
  private final List<RowChange> records = new ArrayList<>();

  private FeatureLines(long receivedMillis) {
    this.receivedMillis = receivedMillis;
  }

  /** What a line says. */
  private static final class Line {
    private String table = "";
    private String key = "";
    private String time = "";
    private Optional<String> values = Optional.empty();
  }

  /**
   * Translates a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970; a record without a time of
   *     its own has this one
   */
  public static Translated<RowChange> translate(byte[] body, long receivedMillis) {
    FeatureLines reader = new FeatureLines(receivedMillis);
    new JsonLines<>("record of features", FeatureLines::read, reader::take, reader.rejections)
        .read(body);
    return new Translated<>(reader.records, reader.records.size(), reader.rejections);
  }

  private static Line read(JsonParser json) throws IOException {
    Line line = new Line();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "table" -> line.table = JsonLines.text(json, value);
        case "id" -> line.key = key(JsonLines.text(json, value));
        case "time" -> line.time = JsonLines.text(json, value);
        case "values" -> line.values = Optional.of(FeatureValues.read(json, value));
        default -> json.skipChildren();
      }
    }
    return line;
  }

  private static String key(String id) throws IOException {
    if (id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "its id has " + id.length() + " characters; " + LONGEST_ID + " are the most");
    }
    return id.isEmpty() ? "" : FeatureValues.key(id);
  }

  private void take(Line line) {
    String values =
        line.values.orElseThrow(
            () -> new IllegalArgumentException("it has no values: give an object by that name"));
    OptionalLong time = SenderTime.text(line.time, receivedMillis, rejections);
    if (time.isEmpty()) {
      return;
    }
    if (values.length() > RowChange.LONGEST_ROW) {
      rejections.add(
          Reason.TOO_MUCH,
          1,
          "the values of a record have "
              + values.length()
              + " characters as JSON; "
              + RowChange.LONGEST_ROW
              + " are the most: send those that are to be watched");
      return;
    }
    if (records.size() == MOST) {
      rejections.add(Reason.TOO_MUCH, 1, "more than " + MOST + " records in one request");
      return;
    }
    table(line.table)
        .ifPresent(
            table -> records.add(RowChange.ofRecord(table, time.getAsLong(), line.key, values)));
  }

  private Optional<EntityId> table(String text) {
    try {
      EntityId table = EntityId.parse(text);
      if (!table.kind().equals(CAPTURED)) {
        return Optional.of(table);
      }
      rejections.add(
          Reason.ENTITY,
          1,
          "table: the rows of '"
              + text
              + "' come from its database's log: name the feature set that is served, such as"
              + " feature-set:prod/ranker/online");
    } catch (IllegalArgumentException e) {
      rejections.add(Reason.ENTITY, 1, "table: " + e.getMessage());
    }
    return Optional.empty();
  }
}
