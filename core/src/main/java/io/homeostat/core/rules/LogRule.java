package io.homeostat.core.rules;

import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.Severity;
import java.util.List;

/**
 * Raises a signal from the log lines of an entity.
 *
 * @param name unique within the rules
 * @param match matchers over the entity
 * @param level the lowest level that counts
 * @param test what is looked for
 * @param kind the kind of failure
 * @param severity how grave
 * @param explain the sentence for a person, with {@code {entity}}, {@code {count}}, {@code
 *     {usual}}, {@code {line}}
 */
public record LogRule(
    String name,
    List<Matcher> match,
    LogEntry.Level level,
    Test test,
    String kind,
    Severity severity,
    String explain) {

  public LogRule {
    match = List.copyOf(match);
  }

  /** What a rule looks for. */
  public sealed interface Test {}

  /** Enough lines of some sort within a window. */
  public sealed interface Counted extends Test {
    /** How many lines. */
    int count();

    /** Within how long; and how long it must be quiet before the signal resolves. */
    long windowMillis();
  }

  /**
   * Lines that contain a text.
   *
   * @param contains the line must contain one of these, in the same case; none: any line
   * @param count how many lines
   * @param windowMillis within how long
   */
  public record Containing(List<String> contains, int count, long windowMillis) implements Counted {
    public Containing {
      contains = List.copyOf(contains);
    }
  }

  /**
   * Lines of templates that the entity has never written before.
   *
   * @param warmupMillis how long the entity must have written lines before one counts as new
   * @param count how many such lines
   * @param windowMillis within how long
   */
  public record NewTemplate(long warmupMillis, int count, long windowMillis) implements Counted {}

  /** Lines per minute far from what is usual for the entity, by a robust score. */
  public sealed interface Unusual extends Test {
    /** The score above which it fires: standard deviations of what is usual. */
    double score();

    /** How long lines must have come before it is judged. */
    long warmupMillis();
  }

  /**
   * A template's lines per minute.
   *
   * @param score the score above which it fires
   * @param direction which side counts
   * @param warmupMillis how long lines must have come before it is judged
   */
  public record TemplateRate(double score, DetectorRule.Direction direction, long warmupMillis)
      implements Unusual {}

  /**
   * The share of lines of the level, or a graver one, in a minute; only more than usual counts.
   *
   * @param score the score above which it fires
   * @param leastLines how many lines a minute must have to be judged
   * @param warmupMillis how long lines must have come before it is judged
   */
  public record LevelShare(double score, int leastLines, long warmupMillis) implements Unusual {}
}
