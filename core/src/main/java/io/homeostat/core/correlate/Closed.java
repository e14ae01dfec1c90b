package io.homeostat.core.correlate;

/** What the closed states of an incident have in common. */
public sealed interface Closed permits Course.Healed, Course.Resolved {

  /** The lane's time at which it was closed. */
  long closedMillis();

  /** It was closed too soon. */
  default Course.Waiting reopen(String why, long nowMillis) {
    return new Course.Waiting(why, nowMillis);
  }
}
