package io.homeostat.core.logs.template;

/**
 * Words that belong to a number beside them: units behind it, names of days and months before it.
 */
final class Units {
  private static final String[] WORDS = {
    "B",
    "kB",
    "KB",
    "MB",
    "GB",
    "TB",
    "PB",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "byte",
    "bytes",
    "Bytes",
    "ns",
    "us",
    "ms",
    "s",
    "sec",
    "secs",
    "min",
    "mins",
    "h",
    "hr",
    "hrs",
    "msec",
    "msecs",
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "millis",
    "milliseconds",
    "microseconds",
    "nanoseconds",
    "KB/s",
    "MB/s",
    "GB/s",
    "AM",
    "PM",
    "am",
    "pm"
  };
  private static final String[] DATES = {
    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  private static final int LONGEST = longest();

  private Units() {}

  private static int longest() {
    int longest = 0;
    for (String word : WORDS) {
      longest = Math.max(longest, word.length());
    }
    return longest;
  }

  /** True for a unit of time or size. */
  static boolean isUnit(char[] text, int first, int last) {
    return last - first <= LONGEST && isOneOf(WORDS, text, first, last);
  }

  /** True for the short name of a day or a month. */
  static boolean isDate(char[] text, int first, int last) {
    return last - first == 3 && isOneOf(DATES, text, first, last);
  }

  private static boolean isOneOf(String[] words, char[] text, int first, int last) {
    for (String word : words) {
      if (word.length() == last - first && isEqual(word, text, first)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEqual(String word, char[] text, int first) {
    for (int i = 0; i < word.length(); i++) {
      if (text[first + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
