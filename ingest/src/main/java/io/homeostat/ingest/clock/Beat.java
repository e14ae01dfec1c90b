package io.homeostat.ingest.clock;

import io.homeostat.core.lane.Stream;
import java.util.List;

/**
 * When which streams get a tick: at multiples of 250 ms those that decide, at whole seconds those
 * that carry telemetry as well.
 */
final class Beat {
  /** The time between two ticks of the streams that decide, in milliseconds. */
  static final long PERIOD_MILLIS = 250;

  private static final long TELEMETRY_PERIOD_MILLIS = 1_000;
  private static final List<Stream> DECIDING = List.of(Stream.SIGNALS, Stream.GOVERNANCE);
  private static final List<Stream> ALL =
      List.of(
          Stream.GOVERNANCE,
          Stream.SIGNALS,
          Stream.METRICS,
          Stream.LOGS,
          Stream.CHANGES,
          Stream.EMBEDDINGS);

  private Beat() {}

  /** How long to wait for the next multiple of the period, in milliseconds; at least 1. */
  static long untilNext(long nowMillis) {
    return PERIOD_MILLIS - Math.floorMod(nowMillis, PERIOD_MILLIS);
  }

  /**
   * The streams to tick now; none when time has not gone on since the last tick.
   *
   * @param previousMillis the time of the last tick
   */
  static List<Stream> due(long previousMillis, long nowMillis) {
    if (nowMillis <= previousMillis) {
      return List.of();
    }
    long second = Math.floorDiv(nowMillis, TELEMETRY_PERIOD_MILLIS);
    return second > Math.floorDiv(previousMillis, TELEMETRY_PERIOD_MILLIS) ? ALL : DECIDING;
  }
}
