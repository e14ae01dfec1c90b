package io.homeostat.ingest.logs;

import io.homeostat.ingest.intake.MalformedException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a stream's labels as Loki writes them in protobuf: {@code {app="shop", env="prod"}}, each
 * value a string of Go's.
 */
final class LokiLabels {
  private final String text;
  private int at;

  private LokiLabels(String text) {
    this.text = text;
  }

  /**
   * The labels.
   *
   * @throws MalformedException when the text is no such labels
   */
  static Map<String, String> read(String text) throws MalformedException {
    return new LokiLabels(text).labels();
  }

  private Map<String, String> labels() throws MalformedException {
    Map<String, String> labels = new HashMap<>();
    expect('{');
    while (peek() != '}') {
      String name = name();
      expect('=');
      if (labels.put(name, value()) != null) {
        throw wrong("label " + name + " stands there twice");
      }
      if (peek() != '}') {
        expect(',');
      }
    }
    expect('}');
    if (at < text.length()) {
      throw wrong("something stands after them");
    }
    return labels;
  }

  private String name() throws MalformedException {
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.-/:".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (at == from) {
      throw wrong("a name is missing");
    }
    return text.substring(from, at);
  }

  private String value() throws MalformedException {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        escape(value);
      } else {
        value.append(c);
      }
    }
    expect('"');
    return value.toString();
  }

  /** An escape sequence (The Go Programming Language Specification, "Rune literals"). */
  private void escape(StringBuilder value) throws MalformedException {
    char c = at < text.length() ? text.charAt(at++) : 0;
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'v' -> value.append('\u000b');
      case '\\', '"', '\'' -> value.append(c);
      case 'x' -> value.append((char) number(2));
      case 'u' -> value.append((char) number(4));
      case 'U' -> {
        int point = number(8);
        if (!Character.isValidCodePoint(point)) {
          throw wrong("there is no such character");
        }
        value.appendCodePoint(point);
      }
      default -> throw wrong("a backslash begins nothing");
    }
  }

  private int number(int digits) throws MalformedException {
    if (at + digits > text.length()) {
      throw wrong("a number is cut off");
    }
    int number = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0) {
        throw wrong("a number has a digit that is none");
      }
      number = number * 16 + digit;
    }
    return number;
  }

  private char peek() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char wanted) throws MalformedException {
    if ((wanted == '"' ? current() : peek()) != wanted) {
      throw wrong("'" + wanted + "' is missing");
    }
    at++;
  }

  private char current() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private MalformedException wrong(String what) {
    return new MalformedException(
        "a stream's labels are not {name=\"value\", …}: " + what + " at character " + at);
  }
}
