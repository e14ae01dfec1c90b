package io.homeostat.schemas.patroni;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A JSON document that an agent has sent, looked at leniently: what is not there is absent. */
final class JsonTree {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_LEVELS = 32;

  private final @Nullable Object value;

  private JsonTree(@Nullable Object value) {
    this.value = value;
  }

  /**
   * Reads a document.
   *
   * @throws IOException when it is not JSON
   */
  static JsonTree parse(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return new JsonTree(read(parser, 0));
    }
  }

  JsonTree child(String key) {
    return new JsonTree(value instanceof Map<?, ?> map ? map.get(key) : null);
  }

  List<JsonTree> items() {
    return value instanceof List<?> list ? list.stream().map(JsonTree::new).toList() : List.of();
  }

  Optional<String> text() {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  OptionalLong whole() {
    return value instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  /** True for {@code true} and its spellings in Patroni's tags, which may be text. */
  boolean flag() {
    return value instanceof Boolean flag
        ? flag
        : text().filter(text -> text.equalsIgnoreCase("true") || text.equals("on")).isPresent();
  }

  private static @Nullable Object read(JsonParser parser, int level) throws IOException {
    if (level > MOST_LEVELS) {
      throw new IOException("more than " + MOST_LEVELS + " levels of JSON");
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("an empty document is no JSON");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          map.put(key, read(parser, level + 1));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser, level + 1));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
