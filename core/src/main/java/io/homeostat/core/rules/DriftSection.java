package io.homeostat.core.rules;

import io.homeostat.core.document.Durations;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import io.homeostat.core.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a drift rule. */
final class DriftSection {
  private static final long LEAST_WINDOW = 60_000;
  private static final int MOST_WINDOWS = 168;

  /** Every window of the weeks is kept, so that they must be few. */
  private static final long LEAST_WEEKLY_WINDOW = 3_600_000;

  private static final int MOST_WEEKS = 4;
  private static final int MOST_IGNORED = 200;
  private static final int MOST_DUPLICATES = 16;

  private DriftSection() {}

  static Optional<DriftRule> read(Section section) {
    String name = section.text("name");
    List<Matcher> match = MatcherParser.read(section, "match", Labels.ENTITY);
    DriftRule.Reference reference = section.choice("reference", DriftRule.Reference.class);
    boolean weekly = reference == DriftRule.Reference.WEEKLY;
    long window = section.duration("window", weekly ? LEAST_WEEKLY_WINDOW : LEAST_WINDOW);
    if (weekly && DriftRule.WEEK_MILLIS % window != 0) {
      section.reject(
          "window",
          "a week is no whole number of windows of " + Durations.format(window),
          "with 'reference: weekly' give one such as 1h, 4h or 1d");
    }
    return Optional.of(
        new DriftRule(
            name,
            match,
            reference,
            window,
            section.count("windows", 1, weekly ? MOST_WEEKS : MOST_WINDOWS, weekly ? 1 : 24),
            section.text("version", "1"),
            section.count("leastRows", 20, 1_000_000, 100),
            section.number("falseAlarms", 1e-6, 0.5, 0.05),
            section.number("leastEffect", 0, 1, 0.1),
            section.text("segment", ""),
            columns(section, "ignore", MOST_IGNORED),
            columns(section, "duplicates", MOST_DUPLICATES),
            section.word("kind", Words.NAME, "data-drift"),
            section.choice("severity", Severity.class, Severity.WARNING)));
  }

  /** The columns that a key names, if it is there. */
  private static List<String> columns(Section section, String key, int most) {
    return section.optional(key).map(value -> columns(value, key, most)).orElse(List.of());
  }

  private static List<String> columns(Value value, String key, int most) {
    Optional<List<Value>> items = value.asList();
    int size = items.map(List::size).orElse(1);
    if (size < 1 || size > most) {
      value.reject(
          key + " names " + size + " columns",
          "name 1 to " + most + ", such as [user_id, item_id]");
    }
    List<String> names = new ArrayList<>();
    for (Value item : items.orElse(List.of())) {
      Optional<String> name = item.asText();
      if (name.filter(String::isBlank).isPresent()) {
        item.reject("a column's name is blank", "name a column of the table");
      } else if (name.filter(names::contains).isPresent()) {
        item.reject("the column '" + name.get() + "' stands here twice", "keep one of them");
      } else {
        name.ifPresent(names::add);
      }
    }
    return names;
  }
}
