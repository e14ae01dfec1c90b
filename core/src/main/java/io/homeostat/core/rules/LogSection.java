package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a log rule. */
final class LogSection {
  private static final List<String> PLACEHOLDERS = List.of("entity", "count", "usual", "line");
  private static final List<String> KINDS = List.of("new", "rate", "share");
  private static final List<String> COUNTED = List.of("contains", "anyOf", "count", "within");
  private static final int MOST_LINES = 1_000_000;

  private LogSection() {}

  static Optional<LogRule> read(Section section) {
    String name = section.text("name");
    List<Matcher> match = MatcherParser.read(section, "match", Labels.ENTITY);
    LogEntry.Level level = section.choice("level", LogEntry.Level.class, LogEntry.Level.ERROR);
    Optional<LogRule.Test> test = test(section);
    String kind = section.word("kind", Words.NAME, "errors");
    Severity severity = section.choice("severity", Severity.class, Severity.WARNING);
    String explain = Words.sentence(section, "explain", PLACEHOLDERS);
    return test.map(wanted -> new LogRule(name, match, level, wanted, kind, severity, explain));
  }

  private static Optional<LogRule.Test> test(Section section) {
    List<String> given = KINDS.stream().filter(section::has).toList();
    if (given.isEmpty()) {
      return Optional.of(
          new LogRule.Containing(
              texts(section),
              section.count("count", 1, MOST_LINES, 1),
              section.duration("within", 1_000)));
    }
    String kind = given.get(0);
    List<String> allowed = kind.equals("new") ? List.of("count", "within") : List.of();
    List<String> strangers =
        Stream.concat(given.stream().skip(1), COUNTED.stream())
            .filter(key -> section.has(key) && !allowed.contains(key))
            .toList();
    if (!strangers.isEmpty()) {
      section.reject(
          strangers.get(0),
          "'" + strangers.get(0) + "' does not go with '" + kind + "'",
          "remove one of them");
      return Optional.empty();
    }
    return switch (kind) {
      case "new" -> {
        int count = section.count("count", 1, MOST_LINES, 1);
        long within = section.duration("within", 1_000);
        yield section.section("new", inner -> newTemplate(inner, count, within));
      }
      case "rate" -> section.section("rate", LogSection::rate);
      default -> section.section("share", LogSection::share);
    };
  }

  private static List<String> texts(Section section) {
    if (section.has("contains") && section.has("anyOf")) {
      section.reject("anyOf", "'anyOf' does not go with 'contains'", "remove one of them");
    }
    if (section.has("anyOf")) {
      List<String> texts =
          section.items("anyOf").stream().map(Value::asText).flatMap(Optional::stream).toList();
      if (texts.isEmpty() || texts.contains("")) {
        section.reject("anyOf", "'anyOf' has no text to look for", "give at least one, none empty");
      }
      return texts;
    }
    String text = section.text("contains", "");
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private static Optional<LogRule.Test> newTemplate(Section section, int count, long within) {
    return Optional.of(new LogRule.NewTemplate(section.duration("warmup", 60_000), count, within));
  }

  private static Optional<LogRule.Test> rate(Section section) {
    return Optional.of(
        new LogRule.TemplateRate(
            section.number("score", 3, 1_000),
            section.choice("direction", DetectorRule.Direction.class, DetectorRule.Direction.UP),
            section.duration("warmup", 60_000)));
  }

  private static Optional<LogRule.Test> share(Section section) {
    return Optional.of(
        new LogRule.LevelShare(
            section.number("score", 3, 1_000),
            section.count("leastLines", 1, MOST_LINES, 20),
            section.duration("warmup", 60_000)));
  }
}
