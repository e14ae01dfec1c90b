package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import java.util.List;
import java.util.Optional;

/** Reads what a detector looks for. */
final class TestSection {
  private static final List<String> TESTS =
      List.of(
          "above", "below", "outlier", "absent", "rarity", "still", "missing", "burn", "forecast");
  private static final long MINUTE = 60_000;
  private static final int MOST_SHORTS = 24;
  private static final long DAY = 1_440 * MINUTE;

  private TestSection() {}

  static Optional<DetectorRule.Test> read(Section section) {
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
      case "outlier" -> section.section("outlier", TestSection::outlier);
      case "rarity" -> section.section("rarity", TestSection::rarity);
      case "burn" -> section.section("burn", TestSection::burn);
      case "forecast" -> section.section("forecast", TestSection::forecast);
      case "still" -> section.section("still", TestSection::still);
      case "missing" -> section.section("missing", TestSection::missing);
      default -> section.section("absent", TestSection::absent);
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

  private static Optional<DetectorRule.Test> rarity(Section section) {
    return Optional.of(
        new DetectorRule.Rare(
            section.number("score", 0.1, 10),
            section.choice("direction", DetectorRule.Direction.class, DetectorRule.Direction.BOTH),
            section.number("leastRatio", 1, 1_000_000, 1),
            section.duration("accept", MINUTE, DAY)));
  }

  private static Optional<DetectorRule.Test> still(Section section) {
    return Optional.of(
        new DetectorRule.Still(
            section.number("times", 1, 1_000, 5),
            section.duration("least", 1_000),
            section.duration("warmup", 1_000)));
  }

  private static Optional<DetectorRule.Test> burn(Section section) {
    double objective = section.number("objective", 0, 1);
    if (objective <= 0 || objective >= 1) {
      section.reject(
          "objective", "the objective leaves no budget, or asks for nothing", "give such as 0.999");
    }
    List<DetectorRule.Burn.Pair> pairs = section.sections("windows", TestSection::pair);
    return Optional.of(
        new DetectorRule.Burn(objective, section.has("windows") ? pairs : DetectorRule.Burn.USUAL));
  }

  private static Optional<DetectorRule.Burn.Pair> pair(Section section) {
    long longer = section.duration("long", MINUTE);
    long shorter = section.duration("short", 1_000);
    if (longer < shorter || longer > MOST_SHORTS * shorter) {
      section.reject(
          "short",
          "the short window must be shorter than the long one, at most " + MOST_SHORTS + " times",
          "give such as 5m for 1h");
    }
    return Optional.of(
        new DetectorRule.Burn.Pair(longer, shorter, section.number("rate", 0.01, 1_000_000)));
  }

  private static Optional<DetectorRule.Test> forecast(Section section) {
    boolean upward = section.has("above");
    if (upward == section.has("below")) {
      section.reject("within", "a forecast crosses one bound", "give either above or below");
    }
    return Optional.of(
        new DetectorRule.Forecast(
            bound(section, upward ? "above" : "below"),
            upward,
            section.duration("within", MINUTE)));
  }

  private static Optional<DetectorRule.Test> missing(Section section) {
    return Optional.of(
        new DetectorRule.Missing(
            section.duration("after", 1_000),
            section.word("door", Words.NAME, "gateway"),
            section.duration("seen", 1_000, 10 * MINUTE)));
  }
}
