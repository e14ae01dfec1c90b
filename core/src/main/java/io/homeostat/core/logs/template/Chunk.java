package io.homeostat.core.logs.template;

import static io.homeostat.core.logs.template.Alphabet.DIGIT;
import static io.homeostat.core.logs.template.Alphabet.HARD;
import static io.homeostat.core.logs.template.Alphabet.LETTER;
import static io.homeostat.core.logs.template.Alphabet.SPACE;

/** What a run of letters, digits and soft marks is made of. Reused from run to run. */
final class Chunk {
  private static final int SHORTEST_HEX = 6;
  private static final int OPAQUE_RUNS = 3;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final String[] LITERALS = {
    "true", "false", "True", "False", "TRUE", "FALSE", "null", "NULL", "nil", "None", "NaN"
  };

  private char[] text = new char[0];
  private int digits;
  private int digitRuns;
  private int letters;
  private int dots;
  private int slashes;
  private boolean hex;
  private int at;
  private long hash;

  /** Reads the run that begins at a place; where it ends. */
  int read(char[] chars, int start, int end) {
    text = chars;
    digits = 0;
    digitRuns = 0;
    letters = 0;
    dots = 0;
    slashes = 0;
    hex = true;
    at = -1;
    hash = 0;
    long rolling = 0;
    boolean inDigits = false;
    boolean minus = false;
    for (int i = start; i < end; i++) {
      char c = chars[i];
      byte kind = Alphabet.of(c);
      if (kind == LETTER) {
        letters++;
        hex &= Alphabet.isHex(c);
        rolling = (minus ? (rolling ^ '-') * MIX ^ c : rolling ^ c) * MIX;
        rolling ^= rolling >>> 32;
        hash = rolling;
      } else if (kind == DIGIT) {
        digits++;
        if (!inDigits) {
          digitRuns++;
          rolling = (rolling ^ '#') * MIX;
        }
        hash = rolling;
      } else if (kind == SPACE || kind == HARD || (c == '.' && isLeader(i, start, end))) {
        return i;
      } else {
        soft(c, i);
        rolling = c == '-' ? rolling : (rolling ^ c) * MIX;
      }
      minus = c == '-';
      inDigits = kind == DIGIT;
    }
    return end;
  }

  /** Two dots end a run, unless they begin a path. */
  private boolean isLeader(int index, int start, int end) {
    return index + 1 < end
        && text[index + 1] == '.'
        && (index > start || index + 2 >= end || text[index + 2] != '/');
  }

  private void soft(char c, int index) {
    if (c == '.') {
      dots++;
    } else if (c == '/' || c == '\\') {
      slashes++;
    } else if (c == '@') {
      at = index;
    } else if (c != '-') {
      hex = false;
    }
  }

  /** True when there is no letter and no digit in it. */
  boolean isMarks() {
    return letters == 0 && digits == 0;
  }

  /** Where its last at sign stands; negative when there is none. */
  int at() {
    return at;
  }

  boolean hasDigits() {
    return digits > 0;
  }

  /** The hash of it, in which a run of digits counts as one character. */
  long hash() {
    return hash;
  }

  /** True when it has the look of a value, after marks were cut off at both ends. */
  boolean isValue(int first, int last) {
    char c = text[first];
    if (startsNumber(first, last) || isPath(c, first, last)) {
      return true;
    }
    if (digits == 0) {
      return isLiteral(first, last) || innerDots(first, last) >= 2;
    }
    if (dots >= 2 || digitRuns >= OPAQUE_RUNS) {
      return true;
    }
    return hex && letters > 0 && digits >= 2 && last - first >= SHORTEST_HEX;
  }

  private boolean startsNumber(int first, int last) {
    int i = first;
    while (i < last && (text[i] == '-' || text[i] == '+' || text[i] == '.')) {
      i++;
    }
    return i < last && Alphabet.isDigit(text[i]);
  }

  private boolean isPath(char c, int first, int last) {
    if (slashes == 0) {
      return false;
    }
    if (c == '/' || c == '\\' || c == '~') {
      return last - first > 1;
    }
    return slashes >= 2 || (c == '.' && letters > 0) || (slashes == 1 && dots >= 2);
  }

  private int innerDots(int first, int last) {
    if (dots < 2) {
      return 0;
    }
    int inner = 0;
    for (int i = first + 1; i < last - 1; i++) {
      inner += text[i] == '.' ? 1 : 0;
    }
    return inner;
  }

  private boolean isLiteral(int first, int last) {
    int length = last - first;
    if (length < 3 || length > 5) {
      return false;
    }
    for (String literal : LITERALS) {
      if (literal.length() == length && isEqual(literal, first)) {
        return true;
      }
    }
    return false;
  }

  private boolean isEqual(String literal, int first) {
    for (int i = 0; i < literal.length(); i++) {
      if (text[first + i] != literal.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
