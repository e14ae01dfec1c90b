package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;

/** Reads a log rule. */
final class LogSection {
  private static final List<String> PLACEHOLDERS = List.of("entity", "count", "line");

  private LogSection() {}

  static Optional<LogRule> read(Section section) {
    return Optional.of(
        new LogRule(
            section.text("name"),
            MatcherParser.read(section, "match", Labels.ENTITY),
            section.choice("level", LogEntry.Level.class, LogEntry.Level.ERROR),
            section.text("contains", ""),
            section.count("count", 1, 1_000_000, 1),
            section.duration("within", 1_000),
            section.word("kind", Words.NAME, "errors"),
            section.choice("severity", Severity.class, Severity.WARNING),
            Words.sentence(section, "explain", PLACEHOLDERS)));
  }
}
