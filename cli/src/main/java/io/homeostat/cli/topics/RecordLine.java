package io.homeostat.cli.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.wire.FactJson;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record of a topic as one line of JSON, safe for a terminal whatever the record holds.
 *
 * @param type the record's type; empty when it can't be read or was deleted
 * @param text the line
 */
public record RecordLine(String type, String text) {
  private static final JsonFactory JSON = new JsonFactory();
  // JSON leaves DEL and the C1 controls as they are, and terminals obey some of them.
  private static final Pattern CONTROLS = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029]");

  /** The record with its place, time, key, type, origin and content; or why it can't be read. */
  static RecordLine of(ConsumerRecord<byte[], byte[]> record, Wire wire) {
    String type = "";
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("topic", record.topic());
      json.writeNumberField("lane", record.partition());
      json.writeNumberField("offset", record.offset());
      json.writeStringField("time", Instant.ofEpochMilli(record.timestamp()).toString());
      if (record.key() != null) {
        json.writeStringField("key", new String(record.key(), StandardCharsets.UTF_8));
      }
      type = writeValue(record.value(), wire, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new RecordLine(type, CONTROLS.matcher(text.toString()).replaceAll(RecordLine::escaped));
  }

  /** Whether it speaks of the entity, in whatever field. */
  boolean speaksOf(EntityId entity) {
    // An entity's text needs no escapes in JSON, so the line holds it as it is.
    return text.contains('"' + entity.text() + '"');
  }

  private static String writeValue(byte @Nullable [] value, Wire wire, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeBooleanField("deleted", true);
      return "";
    }
    try {
      Message message = wire.decode(value);
      String type = message.fact().getClass().getSimpleName();
      json.writeStringField("type", type);
      writeOrigin(message.origin(), json);
      json.writeFieldName("fact");
      FactJson.write(message.fact(), json);
      return type;
    } catch (WireException e) {
      json.writeStringField("error", e.getMessage());
      return "";
    }
  }

  private static void writeOrigin(Origin origin, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("origin");
    json.writeStringField("source", origin.source());
    json.writeNumberField("lane", origin.lane());
    json.writeNumberField("offset", origin.offset());
    json.writeNumberField("index", origin.index());
    json.writeEndObject();
  }

  private static String escaped(MatchResult control) {
    return String.format("\\\\u%04x", (int) control.group().charAt(0));
  }
}
