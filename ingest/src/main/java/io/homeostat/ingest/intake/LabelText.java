package io.homeostat.ingest.intake;

import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Labels as they stand in a series' name, sorted by key: {@code {a="1",b="2"}}. */
public final class LabelText {
  /** The most labels of a series. */
  public static final int MOST = 64;

  private static final int LONGEST = 4096;
  private static final Pattern KEY = Pattern.compile("[^\\p{Cntrl}\\s\"{}=,\\\\]{1,128}");

  private LabelText() {}

  /** The labels, empty for none; nothing, and {@code points} rejections, when they can't be. */
  public static Optional<String> of(
      SortedMap<String, String> labels, long points, Rejections rejections) {
    if (labels.isEmpty()) {
      return Optional.of("");
    }
    StringBuilder text = new StringBuilder("{");
    for (var label : labels.entrySet()) {
      if (!KEY.matcher(label.getKey()).matches()) {
        rejections.add(
            Reason.ATTRIBUTES, points, "attribute '" + label.getKey() + "' can't be a label");
        return Optional.empty();
      }
      text.append(text.length() > 1 ? "," : "").append(label.getKey()).append("=\"");
      escape(label.getValue(), text);
      text.append('"');
    }
    if (text.length() < LONGEST) {
      return Optional.of(text.append('}').toString());
    }
    rejections.add(
        Reason.ATTRIBUTES,
        points,
        "labels of " + text.length() + " characters, at most " + LONGEST);
    return Optional.empty();
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        default -> text.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
  }
}
