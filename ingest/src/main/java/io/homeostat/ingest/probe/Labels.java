package io.homeostat.ingest.probe;

/** Series with labels, as {@code pg.wal.lag{slot="a"}}. */
public final class Labels {
  private static final int LONGEST = 100;

  private Labels() {}

  /**
   * A series with labels, whose names must be given in order.
   *
   * @param namesAndValues each name followed by its value; a value's line breaks become blanks, and
   *     it is cut at 100 characters
   */
  public static String series(String name, String... namesAndValues) {
    StringBuilder text = new StringBuilder(name).append('{');
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = namesAndValues[i + 1];
      String cut = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
      text.append(i == 0 ? "" : ",")
          .append(namesAndValues[i])
          .append("=\"")
          .append(cut.replaceAll("\\R", " ").replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    }
    return text.append('}').toString();
  }
}
