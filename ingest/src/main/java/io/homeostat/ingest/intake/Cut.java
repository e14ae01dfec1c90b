package io.homeostat.ingest.intake;

/** Bounds texts from outside. */
public final class Cut {
  private static final int LONGEST_LINE = 200;

  private Cut() {}

  /** A tool's words on one line, without control characters, as they may stand in a sentence. */
  public static String line(String text) {
    return at(text.replaceAll("\\p{Cntrl}+", " ").strip(), LONGEST_LINE);
  }

  /** At most {@code longest} characters, the last one an ellipsis where something was cut. */
  public static String at(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
