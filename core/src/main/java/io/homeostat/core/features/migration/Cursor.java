package io.homeostat.core.features.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a statement token by token. */
final class Cursor {
  private static final Set<String> CONSTRAINTS =
      Set.of(
          "constraint", "primary", "unique", "check", "foreign", "exclude", "fulltext", "spatial");

  private final List<Token> tokens;
  private int at;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  boolean done() {
    return at >= tokens.size();
  }

  /** The line of what comes; of the last token at the end. */
  int line() {
    return tokens.get(Math.min(at, tokens.size() - 1)).line();
  }

  /** Takes words, if just they come. */
  boolean take(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (at + i >= tokens.size() || !tokens.get(at + i).word(words[i])) {
        return false;
      }
    }
    at += words.length;
    return true;
  }

  /** Passes words over that may come. */
  void skip(String... words) {
    var unused = take(words);
  }

  /**
   * Whether a part of a table's definition is a constraint or an index, and no column: {@code key}
   * and {@code index} are that only before a list of columns.
   */
  boolean constraint() {
    if (done() || tokens.get(at).kind() != Token.Kind.WORD) {
      return false;
    }
    String word = tokens.get(at).text();
    if (!word.equals("key") && !word.equals("index")) {
      return CONSTRAINTS.contains(word);
    }
    int list = at + 1 < tokens.size() && tokens.get(at + 1).sign('(') ? at + 1 : at + 2;
    return list + 1 < tokens.size() && tokens.get(list).sign('(') && tokens.get(list + 1).name();
  }

  boolean takeSign(char sign) {
    boolean there = !done() && tokens.get(at).sign(sign);
    at += there ? 1 : 0;
    return there;
  }

  /** Takes a name; empty when none comes. */
  String name() {
    return !done() && tokens.get(at).name() ? tokens.get(at++).text() : "";
  }

  /** Takes a name with or without schema; empty when none comes. */
  String qualified(String schema) {
    String first = name();
    if (first.isEmpty() || !takeSign('.')) {
      return first.isEmpty() ? "" : schema + "." + first;
    }
    String second = name();
    return takeSign('.') ? second + "." + name() : first + "." + second;
  }

  /**
   * Takes a type: all up to what can't belong to it, such as {@code numeric(10,2)} or {@code
   * public.vector(384)}.
   */
  String type() {
    StringBuilder type = new StringBuilder(name());
    while (takeSign('.')) {
      type.append('.').append(name());
    }
    if (take("precision")) {
      type.append(" precision");
    } else if (take("varying")) {
      type.append(" varying");
    }
    size(type);
    for (String zone : List.of("with", "without")) {
      if (take(zone, "time", "zone")) {
        type.append(' ').append(zone).append(" time zone");
      }
    }
    while (takeSign('[')) {
      while (!done() && !takeSign(']')) {
        at++;
      }
      type.append("[]");
    }
    return type.toString();
  }

  private void size(StringBuilder type) {
    if (takeSign('(')) {
      type.append('(');
      while (!done() && !takeSign(')')) {
        type.append(tokens.get(at++).text());
      }
      type.append(')');
    }
  }

  /** Whether words come somewhere before the end. */
  boolean ahead(String... words) {
    int from = at;
    try {
      while (!done()) {
        if (take(words)) {
          return true;
        }
        at++;
      }
      return false;
    } finally {
      at = from;
    }
  }

  /** The parts between commas that no parentheses hold, up to the end or a closing one. */
  List<Cursor> parts() {
    List<Cursor> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int depth = 0;
    for (; !done() && !(depth == 0 && tokens.get(at).sign(')')); at++) {
      Token token = tokens.get(at);
      depth += token.sign('(') ? 1 : token.sign(')') ? -1 : 0;
      if (depth == 0 && token.sign(',')) {
        parts.add(new Cursor(part));
        part = new ArrayList<>();
      } else {
        part.add(token);
      }
    }
    parts.add(new Cursor(part));
    parts.removeIf(Cursor::done);
    return parts;
  }
}
