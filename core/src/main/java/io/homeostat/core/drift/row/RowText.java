package io.homeostat.core.drift.row;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a row: one JSON object whose values are texts, numbers, truth values or null. What is
 * nested, or no such object, is refused.
 */
public final class RowText {
  /** What Debezium writes for a value that the log does not hold. */
  private static final String UNTOLD = "__debezium_unavailable_value";

  private static final int LONGEST_NUMBER = 32;

  /** Decimals of so many digits are told apart by their doubles (IEEE 754, binary64). */
  private static final int SURE_DIGITS = 15;

  private final String text;
  private int at;

  private RowText(String text) {
    this.text = text;
  }

  /**
   * The columns in their order.
   *
   * @throws IllegalArgumentException when the text is no such object
   */
  public static Map<String, Field> read(String text) {
    return new RowText(text).object();
  }

  private Map<String, Field> object() {
    Map<String, Field> fields = new LinkedHashMap<>();
    expect('{');
    skip();
    if (peek() == '}') {
      return fields;
    }
    do {
      skip();
      String name = string();
      skip();
      expect(':');
      skip();
      fields.put(name, value());
      skip();
    } while (next() == ',');
    if (text.charAt(at - 1) != '}') {
      throw wrong("a comma or the end of the row");
    }
    return fields;
  }

  private Field value() {
    char first = peek();
    if (first == '"') {
      return ofText(string());
    }
    int from = at;
    while (at < text.length() && ",}] \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(from, at);
    return switch (word) {
      case "null" -> new Field.Missing();
      case "true", "false" -> new Field.Text(word);
      default -> number(word);
    };
  }

  private static Field ofText(String value) {
    if (value.equals(UNTOLD)) {
      return new Field.Untold();
    }
    return decimal(value) ? numeric(value) : new Field.Text(value);
  }

  private Field number(String word) {
    if (!decimal(word)) {
      throw wrong("a text, a number, true, false or null");
    }
    return numeric(word);
  }

  private static Field numeric(String word) {
    return new Field.Numeric(Double.parseDouble(word), word.length() > SURE_DIGITS ? word : "");
  }

  /** True for a number as JSON writes it: no leading zero, so that codes stay text. */
  private static boolean decimal(String word) {
    int i = word.startsWith("-") ? 1 : 0;
    int length = word.length();
    if (length - i < 1 || length > LONGEST_NUMBER) {
      return false;
    }
    if (word.charAt(i) == '0' && length > i + 1 && digit(word.charAt(i + 1))) {
      return false;
    }
    int end = digits(word, i);
    boolean sound = end > i;
    if (sound && end < length && word.charAt(end) == '.') {
      int fraction = digits(word, end + 1);
      sound = fraction > end + 1;
      end = fraction;
    }
    if (sound && end < length && (word.charAt(end) == 'e' || word.charAt(end) == 'E')) {
      int sign = end + 1 < length && "+-".indexOf(word.charAt(end + 1)) >= 0 ? 1 : 0;
      int exponent = digits(word, end + 1 + sign);
      sound = exponent > end + 1 + sign;
      end = exponent;
    }
    return sound && end == length && Double.isFinite(Double.parseDouble(word));
  }

  private static int digits(String word, int from) {
    int i = from;
    while (i < word.length() && digit(word.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private String string() {
    expect('"');
    int from = at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      return text.substring(from, at++);
    }
    StringBuilder value = new StringBuilder(text.substring(from, Math.min(at, text.length())));
    for (char c = next(); c != '"'; c = next()) {
      value.append(c == '\\' ? escaped() : c);
    }
    return value.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      case '"', '\\', '/' -> c;
      default -> throw wrong("an escape of JSON");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private void skip() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw wrong("'" + wanted + "'");
    }
  }

  private IllegalArgumentException wrong(String wanted) {
    return new IllegalArgumentException(
        "a row is no flat JSON object: " + wanted + " is missing at character " + at);
  }
}
