package io.homeostat.ingest.clock;

import java.util.OptionalLong;

/**
 * How far this clock and the broker's are apart, told from the broker's stamps on ticks. A stamp
 * must lie between the sending of its tick and the answer, so a broker that is only slow shows no
 * skew.
 */
final class Skew {
  /** A skew of more than this is too much, in milliseconds. */
  static final long TOLERANCE_MILLIS = 1_000;

  /** So many ticks in a row must show it. */
  static final int TICKS = 5;

  private int inARow;

  /**
   * Takes the fate of one tick in.
   *
   * @param sentMillis this clock at the sending
   * @param answeredMillis this clock at the answer
   * @param stampMillis the broker's stamp
   * @return this clock minus the broker's in milliseconds, when as many ticks in a row have shown
   *     more than the tolerance
   */
  synchronized OptionalLong observe(long sentMillis, long answeredMillis, long stampMillis) {
    long ahead = Math.max(0, sentMillis - stampMillis);
    long behind = Math.max(0, stampMillis - answeredMillis);
    inARow = Math.max(ahead, behind) > TOLERANCE_MILLIS ? inARow + 1 : 0;
    return inARow >= TICKS ? OptionalLong.of(ahead - behind) : OptionalLong.empty();
  }
}
