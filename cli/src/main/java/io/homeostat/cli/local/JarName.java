package io.homeostat.cli.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A jar's file name, taken apart.
 *
 * @param file the whole name
 * @param artifact the part before the version, with the classifier: jars that differ in it may live
 *     side by side
 * @param version the version; empty when the name has none
 */
record JarName(String file, String artifact, String version) {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<artifact>.+?)-(?<version>\\d[\\w.]*(?:-(?:jre|android|alpha|beta|rc\\d*|SNAPSHOT|\\d[\\d.]*)(?=-|\\.jar))*)(?<classifier>-.+)?\\.jar");

  static JarName of(String file) {
    Matcher parts = PARTS.matcher(file);
    if (!parts.matches()) {
      return new JarName(file, file, "");
    }
    String classifier = parts.group("classifier");
    return new JarName(
        file,
        parts.group("artifact") + (classifier == null ? "" : classifier),
        parts.group("version"));
  }
}
