package io.homeostat.core.rules;

import io.homeostat.core.model.Severity;
import java.util.List;

/**
 * Judges every series of a name on the entities that it matches.
 *
 * @param name unique within the rules
 * @param match matchers over the entity's {@code kind}, {@code scope}, {@code name} and {@code
 *     system}; all must hold
 * @param series the series' name, with or without labels; without, it matches every set of labels
 * @param test what is wrong
 * @param forMillis how long it must be so before the signal fires
 * @param clearMillis how long it must be well before the signal resolves
 * @param kind the kind of failure
 * @param severity how grave
 * @param explain the sentence for a person, with {@code {entity}}, {@code {series}}, {@code
 *     {value}}, {@code {bound}}
 */
public record DetectorRule(
    String name,
    List<Matcher> match,
    String series,
    Test test,
    long forMillis,
    long clearMillis,
    String kind,
    Severity severity,
    String explain) {

  public DetectorRule {
    match = List.copyOf(match);
  }

  /** What a rule looks for. */
  public sealed interface Test {}

  /** The value is above a bound. */
  public record Above(double bound) implements Test {}

  /** The value is below a bound. */
  public record Below(double bound) implements Test {}

  /**
   * The value is far from the series' own recent past: a robust z-score, (value − median) / (1.4826
   * · MAD), over a sliding reference that leaves out what is itself judged abnormal.
   *
   * @param score the score above which it fires
   * @param direction which side counts
   * @param warmupMillis how long the series must have reported before it is judged
   * @param leastRatio the value must also differ from the median by at least this factor (1 = no
   *     demand), so that a series of almost no variance doesn't alarm on trifles
   */
  public record Outlier(double score, Direction direction, long warmupMillis, double leastRatio)
      implements Test {}

  /**
   * The series has been silent, while its door was open.
   *
   * @param afterMillis for how long
   * @param door the door it comes by
   */
  public record Absent(long afterMillis, String door) implements Test {}

  /** Which side of the expectation counts. */
  public enum Direction {
    UP,
    DOWN,
    BOTH
  }
}
