package io.homeostat.core.document;

/**
 * A file's text, by its name.
 *
 * @param name how people know it, such as {@code rules/indexes.yaml}; one line
 * @param text its content
 */
public record SourceText(String name, String text) {
  private static final int LONGEST_NAME = 512;

  public SourceText {
    if (name.isBlank() || name.length() > LONGEST_NAME || name.lines().count() > 1) {
      throw new IllegalArgumentException(
          "name '"
              + name
              + "' of a source must be one line of 1 to "
              + LONGEST_NAME
              + " characters");
    }
  }
}
