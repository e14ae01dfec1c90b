package io.homeostat.ingest.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes what a record says as rows of tables are written, so that the same folds read it: flat,
 * each name once, numbers finite and of at most {@value #LONGEST_NUMBER} characters.
 */
final class FeatureValues {
  private static final JsonFactory JSON = new JsonFactory();

  /** A number with more characters is written as the nearest binary64. */
  private static final int LONGEST_NUMBER = 32;

  private FeatureValues() {}

  /**
   * The object that a parser has come to.
   *
   * @throws IllegalArgumentException when it is none, is empty, or holds what no row does, with the
   *     field's name and what may stand there
   */
  static String read(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("values is no object: give each feature's value by name");
    }
    Set<String> names = new HashSet<>();
    StringWriter text = new StringWriter();
    try (JsonGenerator row = JSON.createGenerator(text)) {
      row.writeStartObject();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = named(json.currentName(), names);
        row.writeFieldName(name);
        copy(name, json, json.nextToken(), row);
      }
      row.writeEndObject();
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("values is empty: give a feature's value at least");
    }
    return text.toString();
  }

  /** An object with the one field {@code id}, as the keys of rows are. */
  static String key(String id) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator key = JSON.createGenerator(text)) {
      key.writeStartObject();
      key.writeStringField("id", id);
      key.writeEndObject();
    }
    return text.toString();
  }

  private static String named(String name, Set<String> names) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "'" + name + "' names no feature: a name has a letter and no control character");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException("values." + name + " stands there twice: leave one out");
    }
    return name;
  }

  private static void copy(String name, JsonParser json, JsonToken value, JsonGenerator row)
      throws IOException {
    switch (value) {
      case VALUE_NULL -> row.writeNull();
      case VALUE_TRUE, VALUE_FALSE -> row.writeBoolean(value == JsonToken.VALUE_TRUE);
      case VALUE_STRING -> row.writeString(json.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> row.writeNumber(number(name, json));
      default ->
          throw new IllegalArgumentException(
              "values."
                  + name
                  + " is nested: give a number, a text, true, false or null, what is nested under"
                  + " names of its own");
    }
  }

  private static String number(String name, JsonParser json) throws IOException {
    double nearest = json.getDoubleValue();
    if (!Double.isFinite(nearest)) {
      throw new IllegalArgumentException("values." + name + " is beyond what a binary64 holds");
    }
    String written = json.getText();
    return written.length() <= LONGEST_NUMBER ? written : Double.toString(nearest);
  }
}
