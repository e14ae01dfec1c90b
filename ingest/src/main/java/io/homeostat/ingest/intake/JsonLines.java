package io.homeostat.ingest.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads lines of JSON, one object each (NDJSON). A line that is none, or whose fields can't be
 * used, does not spoil the others.
 *
 * @param what what a line should be, such as {@code vector}
 * @param fields reads the fields of one line
 * @param take takes what a whole line says; what it rejects by an {@link IllegalArgumentException}
 *     is not of the form
 * @param rejections takes the lines that can't be used
 * @param <T> what a line says
 */
public record JsonLines<T>(String what, Fields<T> fields, Consumer<T> take, Rejections rejections) {

  /** Reads the fields of an object. */
  @FunctionalInterface
  public interface Fields<T> {
    /**
     * Reads one object.
     *
     * @param json stands at its beginning; then at its end
     * @throws IllegalArgumentException when a field is not as it should be, with which and why
     */
    T read(JsonParser json) throws IOException;
  }

  /** Reads a body of any number of lines; empty ones are passed over. */
  public void read(byte[] body) {
    int from = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        line(body, from, i);
        from = i + 1;
      }
    }
  }

  private void line(byte[] body, int from, int end) {
    try (JsonParser json = Json.factory().createParser(body, from, end - from)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        return;
      }
      if (first != JsonToken.START_OBJECT) {
        reject(from, "is no object of JSON");
        return;
      }
      T line = fields.read(json);
      if (json.nextToken() != null) {
        reject(from, "has more than one object");
        return;
      }
      take.accept(line);
    } catch (JsonProcessingException e) {
      reject(from, "is no " + what + ": " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      reject(from, "is no " + what + ": " + e.getMessage());
    }
  }

  private void reject(int from, String why) {
    rejections.add(Reason.FORM, 1, "the line at byte " + from + " " + why);
  }

  /**
   * The value of a field as text; empty for null.
   *
   * @throws IllegalArgumentException when it is an object or a list
   */
  public static String text(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return "";
    }
    if (!value.isScalarValue()) {
      throw new IllegalArgumentException(json.currentName() + " is no text");
    }
    return json.getText();
  }
}
