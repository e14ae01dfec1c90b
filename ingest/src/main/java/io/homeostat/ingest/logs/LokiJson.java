package io.homeostat.ingest.logs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.intake.Json;
import io.homeostat.ingest.intake.LogLines;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads Loki's push request in JSON: {@code {"streams": [{"stream": {…labels…}, "values": [["UNIX
 * NANOSECONDS", "line", {…metadata…}], …]}]}}. It is read twice, since labels may come after their
 * lines, and is never held as a tree.
 */
public final class LokiJson {
  private static final int MOST_STREAMS = 10_000;

  private final Rejections rejections = new Rejections();
  private final LogLines lines;
  private final List<Map<String, String>> labels = new ArrayList<>();
  private final EntityMapping mapping;

  @FunctionalInterface
  private interface Field {
    /** Reads a field's value, at whose first token the reader stands, up to its last. */
    void read(JsonParser json, String name) throws IOException, MalformedException;
  }

  private LokiJson(EntityMapping mapping, long receivedMillis) {
    this.mapping = mapping;
    this.lines = new LogLines(receivedMillis, rejections);
  }

  /**
   * Translates a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @param mapping whose lines a stream's are
   * @throws MalformedException when the body is no such JSON
   */
  public static Translated<LogEntry> translate(
      byte[] body, long receivedMillis, EntityMapping mapping) throws MalformedException {
    LokiJson push = new LokiJson(mapping, receivedMillis);
    push.walk(body, push::labelsOf);
    push.walk(body, push::linesOf);
    return push.lines.translated();
  }

  private interface Step {
    void stream(JsonParser json, int index) throws IOException, MalformedException;
  }

  private void walk(byte[] body, Step step) throws MalformedException {
    try (JsonParser json = Json.factory().createParser(body)) {
      json.nextToken();
      object(
          json,
          (at, name) -> {
            if (!name.equals("streams")) {
              at.skipChildren();
              return;
            }
            require(at, JsonToken.START_ARRAY, "streams");
            for (int i = 0; at.nextToken() != JsonToken.END_ARRAY; i++) {
              if (i == MOST_STREAMS) {
                throw new MalformedException("more than " + MOST_STREAMS + " streams");
              }
              step.stream(at, i);
            }
          });
      if (json.nextToken() != null) {
        throw new MalformedException("something stands after the streams");
      }
    } catch (JsonProcessingException e) {
      throw new MalformedException("the body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new MalformedException("the body is no JSON: " + e.getMessage());
    }
  }

  private void labelsOf(JsonParser json, int index) throws IOException, MalformedException {
    Map<String, String> own = new HashMap<>();
    object(
        json,
        (at, name) -> {
          if (name.equals("stream")) {
            texts(at, own);
          } else {
            at.skipChildren();
          }
        });
    labels.add(own);
  }

  private void linesOf(JsonParser json, int index) throws IOException, MalformedException {
    Map<String, String> own = labels.get(index);
    Rejections wrong = new Rejections();
    Optional<LogSource> source = LogSource.of(own, mapping, wrong);
    LogEntry.Level level = Levels.of(own);
    object(
        json,
        (at, name) -> {
          if (!name.equals("values")) {
            at.skipChildren();
            return;
          }
          require(at, JsonToken.START_ARRAY, "values");
          while (at.nextToken() != JsonToken.END_ARRAY) {
            require(at, JsonToken.START_ARRAY, "a value");
            if (source.isPresent()) {
              value(at, source.get(), level);
            } else {
              at.skipChildren();
              rejections.addAll(wrong);
            }
          }
        });
  }

  private void value(JsonParser json, LogSource source, LogEntry.Level streams)
      throws IOException, MalformedException {
    json.nextToken();
    String time = text(json, "a line's time");
    json.nextToken();
    String line = text(json, "a line");
    Map<String, String> metadata = Map.of();
    if (json.nextToken() == JsonToken.START_OBJECT) {
      metadata = new HashMap<>();
      texts(json, metadata);
      json.nextToken();
    }
    require(json, JsonToken.END_ARRAY, "the end of a value");
    try {
      long millis = TimeUnit.NANOSECONDS.toMillis(Long.parseLong(time));
      LogEntry.Level own = Levels.of(metadata);
      lines.add(
          source.entity(),
          millis,
          own == LogEntry.Level.UNSET ? streams : own,
          line,
          source.with(metadata));
    } catch (NumberFormatException e) {
      rejections.add(Reason.TIME_MISSING, 1, "'" + time + "' is no time in nanoseconds");
    }
  }

  private static void texts(JsonParser json, Map<String, String> into)
      throws IOException, MalformedException {
    object(json, (at, name) -> into.put(name, text(at, name)));
  }

  private static String text(JsonParser json, String what) throws IOException, MalformedException {
    if (json.currentToken() == null || !json.currentToken().isScalarValue()) {
      throw new MalformedException(what + " is no text" + place(json));
    }
    return json.getText();
  }

  private static void object(JsonParser json, Field field) throws IOException, MalformedException {
    require(json, JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      field.read(json, name);
    }
    require(json, JsonToken.END_OBJECT, "the end of an object");
  }

  private static void require(JsonParser json, JsonToken wanted, String what)
      throws MalformedException {
    if (json.currentToken() != wanted) {
      throw new MalformedException(
          what + " must be " + wanted.name().toLowerCase(java.util.Locale.ROOT) + place(json));
    }
  }

  private static String place(JsonParser json) {
    return " at byte " + json.currentLocation().getByteOffset();
  }
}
