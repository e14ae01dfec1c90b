package io.homeostat.ingest.logs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.intake.Json;
import io.homeostat.ingest.intake.LogLines;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.TextTime;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads lines of JSON, one object each (NDJSON), as Fluent Bit and Vector send them. Fields of
 * objects within are named {@code outer.inner}. The first of the usual fields gives a line's time,
 * its text and its level; the rest are its attributes. A line that is no object does not spoil the
 * others.
 */
public final class Ndjson {
  private static final List<String> TIMES =
      List.of("time", "timestamp", "@timestamp", "ts", "date");
  private static final List<String> TEXTS = List.of("message", "msg", "log", "body", "line");
  private static final List<String> LEVELS = List.of("level", "severity", "log.level", "lvl");
  private static final int MOST_FIELDS = 64;

  private final long receivedMillis;
  private final EntityMapping mapping;
  private final Rejections rejections = new Rejections();
  private final LogLines lines;

  private Ndjson(long receivedMillis, EntityMapping mapping) {
    this.receivedMillis = receivedMillis;
    this.mapping = mapping;
    this.lines = new LogLines(receivedMillis, rejections);
  }

  /**
   * Translates a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970; a line without a time of its
   *     own has this one
   * @param mapping whose line it is, by its fields with {@code _} for what no label's name has
   */
  public static Translated<LogEntry> translate(
      byte[] body, long receivedMillis, EntityMapping mapping) {
    Ndjson reader = new Ndjson(receivedMillis, mapping);
    int from = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        reader.line(body, from, i);
        from = i + 1;
      }
    }
    return reader.lines.translated();
  }

  private void line(byte[] body, int from, int end) {
    String line;
    try {
      line =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(body, from, end - from))
              .toString()
              .strip();
    } catch (CharacterCodingException e) {
      rejections.add(Reason.FORM, 1, "a line at byte " + from + " is no UTF-8");
      return;
    }
    if (line.isEmpty()) {
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser json = Json.factory().createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        rejections.add(Reason.FORM, 1, "the line at byte " + from + " is no object of JSON");
        return;
      }
      object(json, "", fields);
      if (json.nextToken() != null) {
        rejections.add(Reason.FORM, 1, "the line at byte " + from + " has more than one object");
        return;
      }
    } catch (JsonProcessingException e) {
      rejections.add(
          Reason.FORM, 1, "the line at byte " + from + " is no JSON: " + e.getOriginalMessage());
      return;
    } catch (IOException e) {
      rejections.add(Reason.FORM, 1, "the line at byte " + from + " is no JSON: " + e.getMessage());
      return;
    }
    take(line, fields);
  }

  private static void object(JsonParser json, String prefix, Map<String, String> fields)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT) {
        object(json, name + '.', fields);
      } else if (value == JsonToken.START_ARRAY) {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = Json.factory().createGenerator(text)) {
          copy.copyCurrentStructure(json);
        }
        fields.put(name, text.toString());
      } else if (value != JsonToken.VALUE_NULL) {
        fields.put(name, json.getText());
      }
    }
  }

  private void take(String line, Map<String, String> fields) {
    if (fields.size() > MOST_FIELDS) {
      rejections.add(
          Reason.ATTRIBUTES, 1, fields.size() + " fields of a line, at most " + MOST_FIELDS);
      return;
    }
    OptionalLong time = OptionalLong.of(receivedMillis);
    Optional<String> timeField = first(TIMES, fields);
    if (timeField.isPresent()) {
      String text = fields.getOrDefault(timeField.get(), "");
      time = TextTime.millis(text);
      if (time.isEmpty()) {
        rejections.add(
            Reason.TIME_MISSING, 1, timeField.get() + " '" + text + "' is no time that is known");
        return;
      }
      fields.remove(timeField.get());
    }
    String body = take(TEXTS, fields).orElse(line);
    LogEntry.Level level = Levels.named(take(LEVELS, fields).orElse(""));
    Map<String, String> names = new HashMap<>();
    fields.keySet().forEach(field -> names.putIfAbsent(EntityMapping.label(field), field));
    Map<String, String> labels = new HashMap<>();
    names.forEach((label, field) -> labels.put(label, fields.getOrDefault(field, "")));
    long at = time.getAsLong();
    LogSource.of(labels, mapping, rejections)
        .ifPresent(source -> lines.add(source.entity(), at, level, body, source.attributes()));
  }

  private static Optional<String> first(List<String> names, Map<String, String> fields) {
    return names.stream().filter(fields::containsKey).findFirst();
  }

  private static Optional<String> take(List<String> names, Map<String, String> fields) {
    return first(names, fields).map(fields::remove);
  }
}
