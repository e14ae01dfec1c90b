package io.homeostat.core.rules;

import io.homeostat.core.document.Section;

/** Reads what a detector's samples are. */
final class ReadingSection {
  private static final long MINUTE = 60_000;

  private ReadingSection() {}

  /**
   * What is said; where nothing is, tests that need steps have a minute (a forecast five) and the
   * kind that the series' name tells. A burn rate is of the two counters as they are.
   */
  static Reading read(Section section) {
    boolean burns = section.has("burn");
    boolean stepped = section.has("rarity") || section.has("forecast");
    long usual = section.has("forecast") ? 5 * MINUTE : MINUTE;
    Reading.Kind kind =
        section.choice(
            "as", Reading.Kind.class, stepped ? Reading.Kind.BY_NAME : Reading.Kind.GAUGE);
    long every =
        stepped ? section.duration("every", 1_000, usual) : section.duration("every", 0, 0);
    boolean ratio = kind == Reading.Kind.RATIO;
    if (!ratio && !burns && section.has("of")) {
      section.reject("of", "only a ratio is of something", "give as: ratio too, or leave it out");
    }
    String of = ratio || burns ? section.word("of", Words.SERIES, "requests_total") : "";
    Reading read = new Reading(burns ? Reading.Kind.RATIO : kind, of, every);
    return read.equals(Reading.PLAIN) ? Reading.PLAIN : read;
  }
}
