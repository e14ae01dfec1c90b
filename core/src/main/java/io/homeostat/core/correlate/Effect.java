package io.homeostat.core.correlate;

import io.homeostat.core.model.Outcome;

/**
 * When an effect was made, in times that the lane vouches for.
 *
 * @param beforeEndMillis end of the window before: the last time at which the target was surely as
 *     before
 * @param endedMillis when the effect was complete
 * @param already true when the target was found as wanted, and nothing was done
 */
public record Effect(long beforeEndMillis, long endedMillis, boolean already) {
  private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

  /**
   * The effect that an outcome tells of. An actuator's clock counts only where it agrees with the
   * lane: an end after the log took the outcome, or a beginning before the proposal, is replaced by
   * the log's own times. A target that was as wanted already became so after the proposal's
   * evidence, so the time before that is what it is compared with.
   *
   * @param appendedMillis when the log took the outcome
   */
  public static Effect of(Attempt attempt, Outcome outcome, long appendedMillis) {
    boolean already = outcome.result() == Outcome.Result.ALREADY_TRUE;
    long began = outcome.beganMillis();
    long ended = outcome.endedMillis();
    boolean credible =
        began <= ended
            && began >= attempt.proposedMillis() - CLOCK_TOLERANCE_MILLIS
            && ended <= appendedMillis + CLOCK_TOLERANCE_MILLIS;
    if (!credible) {
      long length = Math.max(0, ended - began);
      ended = appendedMillis;
      began = Math.max(attempt.proposedMillis(), ended - length);
    }
    return new Effect(already ? attempt.proposedMillis() : began, ended, already);
  }
}
