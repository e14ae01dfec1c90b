package io.homeostat.core.incidents;

/** What the series show in a story. */
final class Worlds {
  private static final double BLOATED = 41_200_000;
  private static final double TIGHT = 9_800_000;
  private static final double PEER = 12_000_000;
  private static final double SLOW = 38;
  private static final double FAST = 9;

  private Worlds() {}

  /** Bloated and slow until a time, then tight and fast; the peer is still. */
  static void healedAt(Telemetry telemetry, long timeMillis) {
    telemetry
        .set(Demo.INDEX, Demo.SIZE, time -> time < timeMillis ? BLOATED : TIGHT)
        .set(Demo.INDEX, Demo.DENSITY, time -> time < timeMillis ? 38 : 90)
        .set(Demo.RETRIEVER, Demo.LATENCY, time -> time < timeMillis ? SLOW : FAST)
        .set(Demo.PEER, Demo.SIZE, time -> PEER);
  }

  /** Bloated and slow for good. */
  static void sick(Telemetry telemetry) {
    healedAt(telemetry, Long.MAX_VALUE);
  }
}
