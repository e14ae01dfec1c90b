package io.homeostat.core.logs;

/**
 * A line of a log as it is shown to people.
 *
 * @param timeMillis when it was written
 * @param text without control characters, at most {@value #LONGEST} characters
 */
record Line(long timeMillis, String text) {
  /** The most characters that are kept. */
  static final int LONGEST = 300;

  private static final char ELLIPSIS = '…';

  /** The line of a body. */
  static Line of(long timeMillis, String body) {
    StringBuilder text = new StringBuilder(Math.min(body.length(), LONGEST + 2));
    boolean blank = true;
    for (int i = 0; i < body.length(); ) {
      int point = body.codePointAt(i);
      i += Character.charCount(point);
      boolean space = Character.isWhitespace(point) || unprintable(point);
      if (!space) {
        text.appendCodePoint(point);
      } else if (!blank) {
        text.append(' ');
      }
      blank = space;
      if (text.length() > LONGEST) {
        return new Line(timeMillis, cut(text));
      }
    }
    return new Line(timeMillis, text.toString().strip());
  }

  private static boolean unprintable(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String cut(StringBuilder text) {
    int end = LONGEST - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  /** True when it stands after another: by time, then by text. */
  boolean after(Line other) {
    return timeMillis > other.timeMillis
        || (timeMillis == other.timeMillis && text.compareTo(other.text) > 0);
  }
}
