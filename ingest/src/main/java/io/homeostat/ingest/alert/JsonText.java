package io.homeostat.ingest.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.homeostat.ingest.intake.Json;
import io.homeostat.ingest.intake.MalformedException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** Reads the documents of those who speak JSON of their own. */
final class JsonText {
  private static final ObjectReader READER =
      new ObjectMapper(Json.factory())
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonText() {}

  /**
   * A document.
   *
   * @throws MalformedException when the bytes are none, or it is nested too deep
   */
  static JsonNode read(byte[] body) throws MalformedException {
    try {
      return READER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new MalformedException("the body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new MalformedException("the body is no JSON: " + e.getMessage());
    }
  }

  /** A number, a text or a truth value as text; empty for anything else. */
  static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : "";
  }

  /** A time in RFC 3339 as milliseconds since 1970; nothing when the text is none. */
  static OptionalLong millis(String text) {
    try {
      return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}
