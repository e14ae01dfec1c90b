package io.homeostat.ingest.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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

  /** What is wrong here. */
  Wrong wrong(String what) {
    return new Wrong((place.isEmpty() ? "the document" : place) + " " + what);
  }
}
