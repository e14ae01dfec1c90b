package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;

/** Reads a detector. */
final class DetectorSection {
  private static final List<String> TESTS = List.of("above", "below", "outlier", "absent");
  private static final List<String> PLACEHOLDERS = List.of("entity", "series", "value", "bound");

  private DetectorSection() {}

  static Optional<DetectorRule> read(Section section) {
    String name = section.text("name");
    List<Matcher> match = MatcherParser.read(section, "match", Labels.ENTITY);
    String series = section.word("series", Words.SERIES, "pg.index.size");
    Optional<DetectorRule.Test> test = test(section);
    long forMillis = section.duration("for", 0, 0);
    long clearMillis = section.duration("clear", 0, 0);
    String kind = section.word("kind", Words.NAME, "index-degradation");
    Severity severity = section.choice("severity", Severity.class, Severity.WARNING);
    String explain = Words.sentence(section, "explain", PLACEHOLDERS);
    return test.map(
        wanted ->
            new DetectorRule(
                name, match, series, wanted, forMillis, clearMillis, kind, severity, explain));
  }

  private static Optional<DetectorRule.Test> test(Section section) {
    List<String> given = TESTS.stream().filter(section::has).toList();
    if (given.size() != 1) {
      section.reject(
          given.isEmpty() ? "name" : given.get(1),
          given.isEmpty()
              ? "the detector looks for nothing"
              : "the detector looks for " + String.join(" and ", given),
          "give exactly one of " + String.join(", ", TESTS));
      return Optional.empty();
    }
    return switch (given.get(0)) {
      case "above" -> Optional.of(new DetectorRule.Above(bound(section, "above")));
      case "below" -> Optional.of(new DetectorRule.Below(bound(section, "below")));
      case "outlier" -> section.section("outlier", DetectorSection::outlier);
      default -> section.section("absent", DetectorSection::absent);
    };
  }

  private static double bound(Section section, String key) {
    return section.number(key, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private static Optional<DetectorRule.Test> outlier(Section section) {
    return Optional.of(
        new DetectorRule.Outlier(
            section.number("score", 1, 1_000),
            section.choice("direction", DetectorRule.Direction.class),
            section.duration("warmup", 1_000),
            section.number("leastRatio", 1, 1_000_000, 1)));
  }

  private static Optional<DetectorRule.Test> absent(Section section) {
    return Optional.of(
        new DetectorRule.Absent(
            section.duration("after", 1_000), section.word("door", Words.NAME, "gateway")));
  }
}
