package io.homeostat.core.logs.template;

import io.homeostat.core.model.LogEntry.Level;
import java.util.Map;
import java.util.Optional;

/** What one field at the beginning of a line is. */
enum HeaderField {
  /** A date, a time, both, or a part of one. */
  TIME,
  NUMBER,
  LEVEL,
  /** A word of lower-case letters: the text has begun. */
  PROSE,
  OTHER;

  private static final Map<String, Level> LEVELS =
      Map.ofEntries(
          Map.entry("TRACE", Level.TRACE),
          Map.entry("FINEST", Level.TRACE),
          Map.entry("FINER", Level.TRACE),
          Map.entry("DEBUG", Level.DEBUG),
          Map.entry("FINE", Level.DEBUG),
          Map.entry("INFO", Level.INFO),
          Map.entry("NOTICE", Level.INFO),
          Map.entry("LOG", Level.INFO),
          Map.entry("WARN", Level.WARN),
          Map.entry("WARNING", Level.WARN),
          Map.entry("ERROR", Level.ERROR),
          Map.entry("ERR", Level.ERROR),
          Map.entry("SEVERE", Level.ERROR),
          Map.entry("CRITICAL", Level.FATAL),
          Map.entry("CRIT", Level.FATAL),
          Map.entry("ALERT", Level.FATAL),
          Map.entry("EMERG", Level.FATAL),
          Map.entry("PANIC", Level.FATAL),
          Map.entry("FATAL", Level.FATAL),
          Map.entry("V", Level.TRACE),
          Map.entry("D", Level.DEBUG),
          Map.entry("I", Level.INFO),
          Map.entry("W", Level.WARN),
          Map.entry("E", Level.ERROR),
          Map.entry("F", Level.FATAL));

  private static final int LONGEST_LEVEL = 8;
  private static final int LEAST_TIME_DIGITS = 4;

  /** What the characters are, marks around them left out. */
  static HeaderField of(char[] text, int first, int last) {
    if (first >= last) {
      return OTHER;
    }
    int digits = 0;
    int lower = 0;
    int upper = 0;
    int marks = 0;
    for (int i = first; i < last; i++) {
      char c = text[i];
      if (Alphabet.isDigit(c)) {
        digits++;
      } else if (c >= 'a' && c <= 'z') {
        lower++;
      } else if (c >= 'A' && c <= 'Z') {
        upper++;
      } else {
        marks++;
      }
    }
    int length = last - first;
    if (digits == length || (digits == length - 1 && digits > 0 && text[first] == '-')) {
      return isEpoch(text, first, length) ? TIME : NUMBER;
    }
    if (digits >= LEAST_TIME_DIGITS && isTime(text, first, last)) {
      return TIME;
    }
    if (digits > 0 || marks > 0) {
      return OTHER;
    }
    if (level(text, first, last).isPresent() && (lower == 0 || upper == 1)) {
      return LEVEL;
    }
    return lower > 0 ? PROSE : OTHER;
  }

  /** The level of a word, in capitals or with one. */
  static Optional<Level> level(char[] text, int first, int last) {
    int length = last - first;
    if (length > LONGEST_LEVEL || length == 0) {
      return Optional.empty();
    }
    StringBuilder word = new StringBuilder(length);
    for (int i = first; i < last; i++) {
      char c = text[i];
      word.append(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
    }
    return Optional.ofNullable(LEVELS.get(word.toString()));
  }

  private static boolean isEpoch(char[] text, int first, int length) {
    return (length == 10 || length == 13) && text[first] == '1';
  }

  private static boolean isTime(char[] text, int first, int last) {
    for (int i = first; i < last; i++) {
      if (!Alphabet.isDigit(text[i]) && "-/:.,+TZ_".indexOf(text[i]) < 0) {
        return false;
      }
    }
    return hasClock(text, first, last) || hasDate(text, first, last);
  }

  private static boolean hasClock(char[] text, int first, int last) {
    for (int i = first + 1; i + 5 < last; i++) {
      if (text[i] == ':'
          && text[i + 3] == ':'
          && isPair(text, i + 1)
          && isPair(text, i + 4)
          && Alphabet.isDigit(text[i - 1])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPair(char[] text, int index) {
    return Alphabet.isDigit(text[index]) && Alphabet.isDigit(text[index + 1]);
  }

  /** Three numbers, the first of two or four digits, the next of two, between equal marks. */
  private static boolean hasDate(char[] text, int first, int last) {
    int year = first;
    while (year < last && Alphabet.isDigit(text[year])) {
      year++;
    }
    int length = year - first;
    if ((length != 4 && length != 2) || year + 5 >= last) {
      return false;
    }
    return "-/.".indexOf(text[year]) >= 0
        && isPair(text, year + 1)
        && text[year + 3] == text[year]
        && isPair(text, year + 4)
        && (year + 6 == last || length == 4);
  }
}
