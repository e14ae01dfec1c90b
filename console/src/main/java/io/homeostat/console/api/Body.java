package io.homeostat.console.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request's body: a flat JSON object of texts and whole numbers.
 *
 * @param values each value as text, by its key
 */
record Body(Map<String, String> values) {
  /** The longest text that a person may send. */
  static final int LONGEST_TEXT = 1_000;

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Reads a body.
   *
   * @param keys the keys that may be there
   * @throws IllegalArgumentException when it is no such object, with what would be right
   */
  static Body read(String text, Set<String> keys) {
    Map<String, String> values = new TreeMap<>();
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the body must be a JSON object with " + keys);
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (!keys.contains(key)) {
          throw new IllegalArgumentException("'" + key + "' is not known; there are " + keys);
        }
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
          throw new IllegalArgumentException("'" + key + "' must be a text or a whole number");
        }
        values.put(key, json.getText());
      }
      return new Body(values);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is no JSON: " + e.getMessage(), e);
    }
  }

  /** A person's words: at most {@value #LONGEST_TEXT} characters, without control characters. */
  String words(String key) {
    String text = values.getOrDefault(key, "").strip();
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "'" + key + "' has " + text.length() + " characters; give at most " + LONGEST_TEXT);
    }
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /** A person's words that must be there. */
  String needed(String key, String example) {
    String text = words(key);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("'" + key + "' is missing: give " + example);
    }
    return text;
  }

  /** A time, if it is there. */
  Optional<Long> millis(String key) {
    return Optional.ofNullable(values.get(key))
        .map(
            text -> {
              try {
                return Long.parseLong(text);
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                    "'" + key + "' is '" + text + "': give epoch milliseconds", e);
              }
            });
  }
}
