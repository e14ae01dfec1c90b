package io.homeostat.core.correlate;

import io.homeostat.core.model.Verification;
import java.util.List;
import java.util.stream.Stream;

/**
 * The watch over an effect: the window after it that is judged, and what was asked about it.
 *
 * @param fromMillis beginning of the window after
 * @param toMillis its end
 * @param extended true when missing data has lengthened it
 * @param judgedAgain true when a symptom was given a second window to recover
 * @param before what was asked about the time before, one question per check
 * @param after what was asked about the time after, one per check; empty until the window has
 *     passed
 * @param patienceMillis answers are awaited until then
 */
public record Watch(
    long fromMillis,
    long toMillis,
    boolean extended,
    boolean judgedAgain,
    List<Question> before,
    List<Question> after,
    long patienceMillis) {

  /** How long after the window's end a silent telemetry lane is waited for. */
  public static final long PATIENCE_MILLIS = 600_000;

  /** The longest window that missing data makes. */
  private static final long LONGEST_MILLIS = 180_000;

  public Watch {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** The first watch over an effect. */
  public static Watch over(Effect effect, Verification verification, List<Question> before) {
    long from = effect.endedMillis() + verification.settleMillis();
    return ending(from, from + verification.windowMillis(), false, false, before);
  }

  /**
   * Whether it may be longer: once by all means, and again for so long as a part of the system
   * itself may have been away, such as the gateway while its process is started again.
   */
  public boolean extendable(Verification verification) {
    return !extended || toMillis + verification.windowMillis() - fromMillis <= LONGEST_MILLIS;
  }

  /** The same window, longer: for series that gave too little. */
  public Watch extend(Verification verification) {
    return ending(fromMillis, toMillis + verification.windowMillis(), true, judgedAgain, before);
  }

  /** The next window: for a symptom that may still be recovering. */
  public Watch again(Verification verification) {
    return ending(toMillis, toMillis + verification.windowMillis(), extended, true, before);
  }

  /** With the time after asked about. */
  public Watch asking(List<Question> asked) {
    return new Watch(fromMillis, toMillis, extended, judgedAgain, before, asked, patienceMillis);
  }

  /** All that was asked. */
  public List<Question> questions() {
    return Stream.concat(before.stream(), after.stream()).toList();
  }

  Watch later(long byMillis) {
    return new Watch(
        fromMillis, toMillis, extended, judgedAgain, before, after, patienceMillis + byMillis);
  }

  private static Watch ending(
      long from, long to, boolean extended, boolean again, List<Question> before) {
    return new Watch(from, to, extended, again, before, List.of(), to + PATIENCE_MILLIS);
  }
}
