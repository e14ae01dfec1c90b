package io.homeostat.core.correlate;

import io.homeostat.core.model.Observation;

/**
 * What an answer says of the newest: the last step that has a mean.
 *
 * @param questionId the question
 * @param value the mean of the newest step; NaN when nothing is known
 * @param atMillis the end of that step, in event time; {@code Long.MIN_VALUE} when nothing is known
 */
public record Reading(String questionId, double value, long atMillis) {

  /** The newest step of an answer. */
  public static Reading newest(Observation answer) {
    for (int i = answer.timesMillis().length - 1; i >= 0; i--) {
      if (answer.counts()[i] > 0 && Double.isFinite(answer.means()[i])) {
        long end = Math.min(answer.timesMillis()[i] + answer.stepMillis(), answer.toMillis());
        return new Reading(answer.id(), answer.means()[i], end);
      }
    }
    return new Reading(answer.id(), Double.NaN, Long.MIN_VALUE);
  }

  /** True when there is a value, and it is no older than {@code oldestMillis}. */
  public boolean since(long oldestMillis) {
    return !Double.isNaN(value) && atMillis >= oldestMillis;
  }
}
