package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;

/** Reads a detector. */
final class DetectorSection {
  private static final List<String> PLACEHOLDERS =
      List.of("entity", "series", "value", "bound", "why");
  private static final int TIMES = 3;
  private static final long HOUR = 3_600_000;

  private DetectorSection() {}

  static Optional<DetectorRule> read(Section section) {
    String name = section.text("name");
    List<Matcher> match = MatcherParser.read(section, "match", Labels.ENTITY);
    boolean all = section.has("missing") && !section.has("series");
    String series = all ? "" : section.word("series", Words.SERIES, "pg.index.size");
    Optional<DetectorRule.Test> test = TestSection.read(section);
    Reading reading = ReadingSection.read(section);
    long forMillis = section.duration("for", 0, 0);
    long clearMillis = section.duration("clear", 0, 0);
    String kind = section.word("kind", Words.NAME, "index-degradation");
    Severity severity = section.choice("severity", Severity.class, Severity.WARNING);
    String explain = Words.sentence(section, "explain", PLACEHOLDERS);
    return test.map(
        wanted ->
            new DetectorRule(
                name,
                match,
                series,
                wanted,
                forMillis,
                clearMillis,
                kind,
                severity,
                explain,
                reading,
                flaps(section, wanted)));
  }

  private static Optional<DetectorRule.Flaps> flaps(Section section, DetectorRule.Test test) {
    if (!section.has("flaps")) {
      return test instanceof DetectorRule.Rare
          ? Optional.of(new DetectorRule.Flaps(TIMES, HOUR))
          : Optional.empty();
    }
    return section.section(
        "flaps",
        flaps ->
            Optional.of(
                new DetectorRule.Flaps(
                    flaps.count("times", 2, 100, TIMES), flaps.duration("within", 1_000))));
  }
}
