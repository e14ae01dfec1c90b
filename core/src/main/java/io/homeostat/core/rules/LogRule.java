package io.homeostat.core.rules;

import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.Severity;
import java.util.List;

/**
 * Raises a signal when enough matching lines come within a window.
 *
 * @param name unique within the rules
 * @param match matchers over the entity
 * @param level the lowest level that counts
 * @param contains text that the line must contain; empty for any
 * @param count how many lines
 * @param windowMillis within how long
 * @param kind the kind of failure
 * @param severity how grave
 * @param explain the sentence for a person, with {@code {entity}}, {@code {count}}, {@code {line}}
 */
public record LogRule(
    String name,
    List<Matcher> match,
    LogEntry.Level level,
    String contains,
    int count,
    long windowMillis,
    String kind,
    Severity severity,
    String explain) {

  public LogRule {
    match = List.copyOf(match);
  }
}
