package io.homeostat.core.logs.template;

import static io.homeostat.core.logs.template.Alphabet.DIGIT;
import static io.homeostat.core.logs.template.Alphabet.HARD;
import static io.homeostat.core.logs.template.Alphabet.LETTER;
import static io.homeostat.core.logs.template.Alphabet.SPACE;

/**
 * Cuts a line into tokens in one pass, without regular expressions and without garbage. What has
 * the look of a value (a number, an address, a path, a quoted text, what follows {@code key=}) is a
 * parameter; of other words with digits in them the digits do not count.
 */
final class Scanner {
  /** The most characters of a line that count. */
  static final int MOST_CHARS = 8_192;

  private static final int LONGEST_QUOTE = 512;
  private static final int LONGEST_ADDRESS = 64;

  private final Tokens tokens = new Tokens();
  private final Chunk chunk = new Chunk();
  private char[] text = new char[0];
  private int begin;
  private int end;

  /** The tokens of the characters from {@code from} to {@code to}; valid until the next call. */
  Tokens scan(char[] chars, int from, int to) {
    tokens.clear();
    text = chars;
    begin = from;
    end = Math.min(to, from + MOST_CHARS);
    int next = from;
    while (next < end && !tokens.isFull()) {
      char c = text[next];
      byte kind = Alphabet.of(c);
      if (kind == SPACE) {
        next++;
      } else if (kind == HARD) {
        next = mark(c, next);
      } else if (c == '\'' || c == '`') {
        next = quoted('\'', next);
      } else {
        next = chunk(next);
      }
    }
    return tokens;
  }

  private int mark(char c, int start) {
    if (c == '"') {
      return quoted('"', start);
    }
    if (c == '=') {
      return equals(start);
    }
    tokens.mark(c, start, start + 1);
    if ((c == '[' && peek(start + 1) == ']') || (c == '{' && peek(start + 1) == '}')) {
      tokens.parameter(start + 1, start + 1);
    }
    return start + 1;
  }

  private char peek(int index) {
    return index < end ? text[index] : ' ';
  }

  /** A quoted text is a parameter, unless it is a key. */
  private int quoted(char quote, int start) {
    int inside = start + 1;
    int limit = Math.min(end, inside + LONGEST_QUOTE);
    if (start == begin || !isWordly(text[start - 1])) {
      for (int i = inside; i < limit; i++) {
        if (text[i] == quote && text[i - 1] != '\\' && !isWordly(peek(i + 1))) {
          if (peek(i + 1) == ':' || (quote != '"' && i == inside)) {
            break;
          }
          tokens.mark('"', start, inside);
          tokens.parameter(inside, i);
          tokens.mark('"', i, i + 1);
          return i + 1;
        }
      }
    }
    tokens.mark(quote, start, inside);
    return inside;
  }

  private static boolean isWordly(char c) {
    byte kind = Alphabet.of(c);
    return kind == LETTER || kind == DIGIT;
  }

  /** What follows an equals sign is a value, and may be empty. */
  private int equals(int start) {
    char before = start > begin ? text[start - 1] : ' ';
    char after = peek(start + 1);
    tokens.mark('=', start, start + 1);
    if (after == '=' || after == '>' || before == '=' || "<>!:+-".indexOf(before) >= 0) {
      return start + 1;
    }
    int next = start + 1;
    while (next < end && text[next] == ' ') {
      next++;
    }
    if (next < end && (text[next] == '"' || text[next] == '<')) {
      return next;
    }
    int stop = next;
    while (stop < end && !endsValue(text[stop])) {
      stop++;
    }
    int closed = balanced(stop);
    if (closed > stop) {
      tokens.parameter(next, closed);
      return closed;
    }
    boolean isNextKey = next > start + 1 && peek(stop) == '=';
    if (stop == next || isNextKey) {
      tokens.parameter(start + 1, start + 1);
      return next;
    }
    tokens.parameter(next, stop);
    return stop;
  }

  /** Where the brackets that open at a place are all closed; the place itself when they are not. */
  private int balanced(int open) {
    int depth = 0;
    int closed = open;
    int limit = Math.min(end, open + LONGEST_QUOTE);
    for (int i = open; i < limit; i++) {
      char c = text[i];
      if (c == '{' || c == '[' || c == '(') {
        depth++;
      } else if (c == '}' || c == ']' || c == ')') {
        depth--;
        closed = i + 1;
      }
      if (depth == 0 && "{[(".indexOf(peek(i + 1)) < 0) {
        return i == open ? open : closed;
      }
      if (depth < 0) {
        return open;
      }
    }
    return open;
  }

  private static boolean endsValue(char c) {
    byte kind = Alphabet.of(c);
    return kind == SPACE || (kind == HARD && c != ':');
  }

  /** Letters, digits and soft marks up to a space or a hard mark. */
  private int chunk(int start) {
    int stop = chunk.read(text, start, end);
    if (stop == start) {
      tokens.mark('.', start, start + 1);
      return start + 1;
    }
    if (stop < end && text[stop] == ':') {
      int after = address(start, stop);
      if (after > stop) {
        tokens.parameter(start, after);
        return after;
      }
    }
    if (chunk.isMarks()) {
      return marks(start, stop);
    }
    int last = stop;
    while (!isWordly(text[last - 1]) && !isPercent(last - 1)) {
      last--;
    }
    int first = start;
    while (!isWordly(text[first]) && "/.-+\\~".indexOf(text[first]) < 0) {
      first++;
    }
    marks(start, first);
    word(first, last);
    return marks(last, stop);
  }

  private boolean isPercent(int index) {
    return text[index] == '%' && index > begin && Alphabet.isDigit(text[index - 1]);
  }

  private void word(int first, int last) {
    int at = chunk.at();
    if (chunk.isValue(first, last) || belongsToNumber(first, last)) {
      tokens.parameter(first, last);
    } else if (at > first && at < last) {
      objectOrMail(first, last, at);
    } else {
      tokens.word(chunk.hash(), chunk.hasDigits(), first, last);
    }
  }

  private boolean belongsToNumber(int first, int last) {
    if (tokens.endsInParameter() && Units.isUnit(text, first, last)) {
      return true;
    }
    if (!Units.isDate(text, first, last)) {
      return false;
    }
    int next = last;
    while (next < end && (text[next] == ' ' || text[next] == ',')) {
      next++;
    }
    return tokens.endsInParameter()
        || (next < end && Alphabet.isDigit(text[next]))
        || Units.isDate(text, next, Math.min(end, next + 3));
  }

  /** What stands behind an at sign is a value: a host, a hash, a line. */
  private void objectOrMail(int first, int last, int at) {
    boolean isMail = false;
    for (int i = at + 1; i < last; i++) {
      isMail |= text[i] == '.';
    }
    if (isMail) {
      tokens.parameter(first, last);
      return;
    }
    chunk.read(text, first, at);
    if (chunk.isMarks() || chunk.isValue(first, at)) {
      tokens.parameter(first, last);
    } else {
      tokens.word(chunk.hash(), chunk.hasDigits(), first, at);
      tokens.mark('@', at, at + 1);
      tokens.parameter(at + 1, last);
    }
  }

  private int marks(int start, int stop) {
    for (int i = start; i < stop; i++) {
      tokens.mark(text[i], i, i + 1);
    }
    return stop;
  }

  /** Where a URL, a drive's path or an address with colons ends; the colon when it is none. */
  private int address(int start, int colon) {
    char next = peek(colon + 1);
    if ((next == '/' && peek(colon + 2) == '/') || (next == '\\' && colon == start + 1)) {
      int stop = colon + 1;
      while (stop < end && !endsUrl(text[stop])) {
        stop++;
      }
      return trimmed(colon, stop);
    }
    int colons = 0;
    int numbers = 0;
    int limit = Math.min(end, start + LONGEST_ADDRESS);
    int i = start;
    for (; i < limit && (text[i] == ':' || text[i] == '.' || Alphabet.isHex(text[i])); i++) {
      colons += text[i] == ':' ? 1 : 0;
      numbers += Alphabet.isDigit(text[i]) ? 1 : 0;
    }
    boolean whole = i == end || !isWordly(text[i]);
    return colons >= 2 && numbers > 0 && whole ? trimmed(colon, i) : colon;
  }

  private int trimmed(int least, int stop) {
    int last = stop;
    while (last > least && ".:,!?'".indexOf(text[last - 1]) >= 0) {
      last--;
    }
    return last;
  }

  private static boolean endsUrl(char c) {
    return Alphabet.isSpace(c) || "\"<>()[]{}|,;".indexOf(c) >= 0;
  }
}
