package io.homeostat.core.logs.template;

import java.util.Locale;
import java.util.Set;

/** Tells the type of a value by its look, in time that is linear in its length. */
final class ParameterLook {
  private static final Set<String> NULLS = Set.of("null", "nil", "none", "nan");
  private static final Set<String> BOOLEANS = Set.of("true", "false");
  private static final Set<String> SIZES =
      Set.of(
          "b", "kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib", "byte", "bytes", "kb/s",
          "mb/s", "gb/s", "k", "g", "t");
  private static final Set<String> DURATIONS =
      Set.of(
          "ns",
          "us",
          "µs",
          "ms",
          "msec",
          "msecs",
          "s",
          "sec",
          "secs",
          "second",
          "seconds",
          "m",
          "min",
          "mins",
          "minute",
          "minutes",
          "h",
          "hr",
          "hrs",
          "hour",
          "hours",
          "d",
          "day",
          "days",
          "millis",
          "milliseconds",
          "microseconds",
          "nanoseconds");

  private final String value;
  private int digits;
  private int letters;
  private int hexLetters;
  private int dots;
  private int colons;
  private int dashes;
  private int slashes;
  private int spaces;
  private int commas;

  private ParameterLook(String value) {
    this.value = value;
    for (int i = 0; i < value.length(); i++) {
      count(value.charAt(i));
    }
  }

  private void count(char c) {
    if (Alphabet.isDigit(c)) {
      digits++;
    } else if (Character.isLetter(c)) {
      letters++;
      hexLetters += Alphabet.isHex(c) ? 1 : 0;
    } else {
      switch (c) {
        case '.' -> dots++;
        case ':' -> colons++;
        case '-' -> dashes++;
        case '/', '\\' -> slashes++;
        case ',', ';', '|' -> commas++;
        default -> spaces += Alphabet.isSpace(c) ? 1 : 0;
      }
    }
  }

  static ParameterType of(String text) {
    String value = text.strip();
    if (value.isEmpty()) {
      return ParameterType.EMPTY;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    if (BOOLEANS.contains(lower)) {
      return ParameterType.BOOLEAN;
    }
    if (NULLS.contains(lower)) {
      return ParameterType.NULL;
    }
    return new ParameterLook(value).type(lower);
  }

  private ParameterType type(String lower) {
    char first = value.charAt(0);
    if (value.contains("://") && spaces == 0) {
      return ParameterType.URL;
    }
    if (digits > 0 && letters == 0 && isTime()) {
      return ParameterType.TIME;
    }
    if (isAddress()) {
      return ParameterType.IP;
    }
    if (slashes > 0 && spaces == 0 && (first == '/' || first == '\\' || letters > 0)) {
      return ParameterType.PATH;
    }
    if (Alphabet.isDigit(first) || "+-.".indexOf(first) >= 0) {
      ParameterType number = number(lower);
      if (number != ParameterType.WORD) {
        return number;
      }
    }
    if (commas > 0 || spaces > 0) {
      return isDate() ? ParameterType.TIME : ParameterType.LIST;
    }
    if (isHex()) {
      return value.length() == 36 && dashes == 4 ? ParameterType.UUID : ParameterType.HEX;
    }
    if (value.indexOf('@') > 0 && value.lastIndexOf('.') > value.indexOf('@')) {
      return ParameterType.EMAIL;
    }
    return dots > 0 && letters > 0 ? ParameterType.NAME : ParameterType.WORD;
  }

  private boolean isTime() {
    boolean clock = colons >= 1 && colons <= 3 && dots <= 1 && digits <= 20 && digits >= 4;
    boolean date = (dashes == 2 || slashes == 2) && digits >= 6 && digits <= 8 && dots == 0;
    char first = value.charAt(0);
    return Alphabet.isDigit(first) && (colons == 0 ? date : clock && isPaired());
  }

  /** Two digits stand behind every colon. */
  private boolean isPaired() {
    for (int i = value.indexOf(':'); i >= 0; i = value.indexOf(':', i + 1)) {
      if (i + 2 >= value.length()
          || !Alphabet.isDigit(value.charAt(i + 1))
          || !Alphabet.isDigit(value.charAt(i + 2))
          || (i + 3 < value.length() && Alphabet.isDigit(value.charAt(i + 3)))) {
        return false;
      }
    }
    return true;
  }

  private boolean isDate() {
    char[] text = value.toCharArray();
    return letters <= 8 && digits >= 2 && Units.isDate(text, 0, Math.min(3, text.length));
  }

  private boolean isAddress() {
    int begin = value.charAt(0) == '/' ? 1 : 0;
    if (slashes > begin || spaces > 0 || commas > 0 || dashes > 0) {
      return false;
    }
    return (letters == 0 && dots == 3 && colons <= 1 && digits >= 4 && digits <= 17)
        || (colons >= 2 && dots == 0 && letters == hexLetters && digits > 0);
  }

  private boolean isHex() {
    String bare = value.startsWith("0x") || value.startsWith("0X") ? value.substring(2) : value;
    if (bare.isEmpty() || digits == 0) {
      return false;
    }
    return bare.chars().allMatch(c -> Alphabet.isHex((char) c) || c == '-');
  }

  private ParameterType number(String lower) {
    int i = 0;
    while (i < lower.length() && "+-.0123456789".indexOf(lower.charAt(i)) >= 0) {
      i++;
    }
    if (i == lower.length()) {
      return dots <= 1 && dashes <= 1 ? ParameterType.NUMBER : ParameterType.WORD;
    }
    String unit = lower.substring(i).strip();
    if (unit.equals("%")) {
      return ParameterType.PERCENT;
    }
    if (DURATIONS.contains(unit)) {
      return ParameterType.DURATION;
    }
    if (SIZES.contains(unit)) {
      return ParameterType.SIZE;
    }
    return unit.matches("e[-+]?\\d{1,4}") ? ParameterType.NUMBER : ParameterType.WORD;
  }
}
