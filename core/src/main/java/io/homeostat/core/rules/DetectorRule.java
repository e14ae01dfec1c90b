package io.homeostat.core.rules;

import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;

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
 *     {value}}, {@code {bound}}, {@code {why}}
 * @param reading what the samples are
 * @param flaps when a series flaps; empty when nobody minds
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
    String explain,
    Reading reading,
    Optional<Flaps> flaps) {

  public DetectorRule {
    match = List.copyOf(match);
  }

  /** A rule over plain samples, whose flapping nobody minds. */
  public DetectorRule(
      String name,
      List<Matcher> match,
      String series,
      Test test,
      long forMillis,
      long clearMillis,
      String kind,
      Severity severity,
      String explain) {
    this(
        name,
        match,
        series,
        test,
        forMillis,
        clearMillis,
        kind,
        severity,
        explain,
        Reading.PLAIN,
        Optional.empty());
  }

  /**
   * When a series flaps. A signal that fires again within the time goes on as the same signal.
   *
   * @param times after so many firings it says that it flaps, and stays until it has been well for
   *     the time
   * @param withinMillis the time
   */
  public record Flaps(int times, long withinMillis) {}

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

  /**
   * The value is rare by the series' own history, as {@code detect.rarity} tells it: one threshold
   * suits every series. It lasts until the series is back, by half the way.
   *
   * @param score the rarity from which it fires: by chance alone, one signal in so many times the
   *     length of the history
   * @param direction which side counts
   * @param leastRatio the value must also differ from the usual one by at least this factor (1 = no
   *     demand)
   * @param acceptMillis after so long, what is otherwise is usual
   */
  public record Rare(double score, Direction direction, double leastRatio, long acceptMillis)
      implements Test {}

  /**
   * The value has not changed for long.
   *
   * @param times for so many times the longest that it ever stayed unchanged
   * @param leastMillis and at least for so long
   * @param warmupMillis how long the series must have reported before it is judged
   */
  public record Still(double times, long leastMillis, long warmupMillis) implements Test {}

  /**
   * What used to report doesn't: the entity, or one of its series while others do.
   *
   * @param afterMillis for how long; longer for what reports seldom
   * @param door the door it comes by
   * @param seenMillis how long it must have reported before
   */
  public record Missing(long afterMillis, String door, long seenMillis) implements Test {}

  /**
   * The budget of a service objective burns too fast. The series counts what was bad, the reading's
   * whole what there was.
   *
   * @param objective the share that must be good, above 0 and below 1
   * @param pairs the windows; the first that holds decides
   */
  public record Burn(double objective, List<Pair> pairs) implements Test {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    /** Those of the Site Reliability Workbook, for a budget of 30 days. */
    public static final List<Pair> USUAL =
        List.of(
            new Pair(HOUR, 5 * MINUTE, 14.4),
            new Pair(6 * HOUR, 30 * MINUTE, 6),
            new Pair(24 * HOUR, 2 * HOUR, 3),
            new Pair(72 * HOUR, 6 * HOUR, 1));

    public Burn {
      pairs = List.copyOf(pairs);
    }

    /**
     * Two windows that must both burn.
     *
     * @param longMillis the long one, at most 24 times the short one
     * @param shortMillis the short one
     * @param rate how many times as fast as the budget allows
     */
    public record Pair(long longMillis, long shortMillis, double rate) {}
  }

  /**
   * The series is forecast to cross a bound.
   *
   * @param bound the bound
   * @param upward whether it is crossed from below
   * @param withinMillis how soon
   */
  public record Forecast(double bound, boolean upward, long withinMillis) implements Test {}

  /** Which side of the expectation counts. */
  public enum Direction {
    UP,
    DOWN,
    BOTH
  }
}
