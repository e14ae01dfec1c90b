package io.homeostat.ingest.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a foreign document: what stands there, and how one gets there, for a person.
 *
 * @param node what stands there
 * @param place such as {@code app.status.health}
 */
record Json(JsonNode node, String place) {
  private static final int MOST_ITEMS = 1_000;
  private static final int LONGEST_WORDS = 300;
  private static final ObjectReader READER =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** What stands at a place is not what it must be. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  /** The root of a document. */
  Json(JsonNode root) {
    this(root, "");
  }

  /** The root of a document in JSON. */
  static Json read(byte[] body) throws Wrong {
    try {
      return new Json(READER.readValue(body));
    } catch (JsonProcessingException e) {
      throw new Wrong("the body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Wrong("the body is no JSON: " + e.getMessage());
    }
  }

  /** A member; absent where there is none. */
  Json at(String member) throws Wrong {
    String below = place.isEmpty() ? member : place + "." + member;
    if (absent()) {
      return new Json(MissingNode.getInstance(), below);
    }
    if (!node.isObject()) {
      throw wrong("is no object");
    }
    return new Json(node.path(member), below);
  }

  boolean absent() {
    return node.isMissingNode() || node.isNull();
  }

  /** The items of a list; none where it is absent. */
  List<Json> items() throws Wrong {
    List<Json> items = new ArrayList<>();
    if (absent()) {
      return items;
    }
    if (!node.isArray() || node.size() > MOST_ITEMS) {
      throw wrong("is no list of at most " + MOST_ITEMS + " items");
    }
    for (JsonNode item : node) {
      items.add(new Json(item, place + "[" + items.size() + "]"));
    }
    return items;
  }

  /** Text; empty where it is absent. */
  String text() throws Wrong {
    if (absent()) {
      return "";
    }
    if (!node.isTextual()) {
      throw wrong("is no text");
    }
    return node.textValue();
  }

  /** Text that must be there. */
  String required() throws Wrong {
    String text = text();
    if (text.isEmpty()) {
      throw wrong("is missing");
    }
    return text;
  }

  /** Milliseconds since 1970 of a time in RFC 3339 that must be there. */
  long requiredTime() throws Wrong {
    String text = required();
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong("is '" + text + "', no time such as 2026-11-20T09:54:38Z");
    }
  }

  /** A whole number, as text; empty where it is absent. */
  String number() throws Wrong {
    if (absent()) {
      return "";
    }
    if (!node.isIntegralNumber()) {
      throw wrong("is no whole number");
    }
    return node.asText();
  }

  /** A whole number that must be there, as text. */
  String requiredNumber() throws Wrong {
    String number = number();
    if (number.isEmpty()) {
      throw wrong("is missing");
    }
    return number;
  }

  /** True where a true stands; false also where it is absent. */
  boolean flag() throws Wrong {
    if (absent()) {
      return false;
    }
    if (!node.isBoolean()) {
      throw wrong("is neither true nor false");
    }
    return node.booleanValue();
  }

  /** Somebody's words on one line, not too many of them; empty where they are absent. */
  String words() throws Wrong {
    String line = text().replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + " …" : line;
  }

  /** What is wrong here. */
  Wrong wrong(String what) {
    return new Wrong((place.isEmpty() ? "the document" : place) + " " + what);
  }
}
