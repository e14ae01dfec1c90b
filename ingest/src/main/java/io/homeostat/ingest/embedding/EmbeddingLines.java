package io.homeostat.ingest.embedding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.JsonLines;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.SenderTime;
import io.homeostat.ingest.intake.Translated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Reads vectors as lines of JSON, one object each: {@code collection} (an entity), {@code model},
 * {@code role} ({@code document} or {@code query}), {@code vector} (a list of numbers), and if it
 * likes {@code id} and {@code time}. A line that is no vector does not spoil the others.
 */
public final class EmbeddingLines {
  /** The most vectors of a request. */
  static final int MOST = 10_000;

  private final long receivedMillis;
  private final Rejections rejections = new Rejections();
  private final List<EmbeddingVector> vectors = new ArrayList<>();

  private EmbeddingLines(long receivedMillis) {
    this.receivedMillis = receivedMillis;
  }

  /** What a line says. */
  private static final class Line {
    private String collection = "";
    private String model = "";
    private String role = "";
    private String id = "";
    private String time = "";
    private float[] values = new float[0];
  }

  /**
   * Translates a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970; a vector without a time of
   *     its own has this one
   */
  public static Translated<EmbeddingVector> translate(byte[] body, long receivedMillis) {
    EmbeddingLines reader = new EmbeddingLines(receivedMillis);
    new JsonLines<>("vector", EmbeddingLines::read, reader::take, reader.rejections).read(body);
    return new Translated<>(reader.vectors, reader.vectors.size(), reader.rejections);
  }

  private static Line read(JsonParser json) throws IOException {
    Line line = new Line();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "collection" -> line.collection = JsonLines.text(json, value);
        case "model" -> line.model = JsonLines.text(json, value);
        case "role" -> line.role = JsonLines.text(json, value);
        case "id" -> line.id = JsonLines.text(json, value);
        case "time" -> line.time = JsonLines.text(json, value);
        case "vector" -> line.values = numbers(json, value);
        default -> json.skipChildren();
      }
    }
    return line;
  }

  private static float[] numbers(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("vector is no list of numbers");
    }
    float[] values = new float[64];
    int size = 0;
    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      if (next == null || !next.isNumeric() || size == EmbeddingVector.MOST_DIMENSIONS) {
        throw new IllegalArgumentException(
            "vector is no list of at most " + EmbeddingVector.MOST_DIMENSIONS + " numbers");
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = (float) json.getDoubleValue();
    }
    return Arrays.copyOf(values, size);
  }

  private void take(Line line) {
    OptionalLong time = SenderTime.text(line.time, receivedMillis, rejections);
    if (time.isEmpty()) {
      return;
    }
    if (vectors.size() == MOST) {
      rejections.add(Reason.TOO_MUCH, 1, "more than " + MOST + " vectors in one request");
      return;
    }
    EntityId collection;
    try {
      collection = EntityId.parse(line.collection);
    } catch (IllegalArgumentException e) {
      rejections.add(Reason.ENTITY, 1, "collection: " + e.getMessage());
      return;
    }
    EmbeddingVector.Role role =
        switch (line.role.toLowerCase(Locale.ROOT)) {
          case "document" -> EmbeddingVector.Role.DOCUMENT;
          case "query" -> EmbeddingVector.Role.QUERY;
          default ->
              throw new IllegalArgumentException(
                  "role '" + line.role + "' is neither document nor query");
        };
    vectors.add(
        EmbeddingVector.of(
            collection, line.model, role, line.id, time.getAsLong(), receivedMillis, line.values));
  }
}
