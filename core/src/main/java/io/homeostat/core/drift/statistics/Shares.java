package io.homeostat.core.drift.statistics;

import io.homeostat.core.embedding.Tails;

/**
 * A share of the reference against the same share of the window: the exact distribution of how many
 * of those that have the property lie in the window, were all ways to take the window out equal (R.
 * Fisher 1935).
 *
 * @param with those of the reference that have the property
 * @param n the reference's size
 * @param windowWith those of the window
 * @param m the window's size
 */
public record Shares(long with, long n, long windowWith, long m) {
  private static final double ENOUGH = 1e-17;

  public Shares {
    if (with < 0 || with > n || windowWith < 0 || windowWith > m) {
      throw new IllegalArgumentException(
          with + " of " + n + " and " + windowWith + " of " + m + ": a part is at most the whole");
    }
  }

  /** The share in the reference; 0 where that is empty. */
  public double before() {
    return n == 0 ? 0 : (double) with / n;
  }

  /** The share in the window; 0 where that is empty. */
  public double after() {
    return m == 0 ? 0 : (double) windowWith / m;
  }

  /** Twice the smaller tail, at most 1. */
  public double pValue() {
    if (with + windowWith == 0 || with + windowWith == n + m || n == 0 || m == 0) {
      return 1;
    }
    return Math.min(1, 2 * Math.min(tail(1), tail(-1)));
  }

  /** P(at least as many), by 1; P(at most as many), by −1. */
  private double tail(int step) {
    double mass = mass(windowWith);
    double sum = mass;
    double hits = with + windowWith;
    for (long x = windowWith; mass > sum * ENOUGH; x += step) {
      mass *=
          step > 0
              ? (m - x) * (hits - x) / ((x + 1.0) * (n - hits + x + 1))
              : x * (n - hits + x) / ((m - x + 1.0) * (hits - x + 1));
      sum += mass;
    }
    return Math.min(1, sum);
  }

  private double mass(long inWindow) {
    long hits = with + windowWith;
    return StrictMath.exp(
        choose(hits, inWindow) + choose(n + m - hits, m - inWindow) - choose(n + m, m));
  }

  private static double choose(long of, long taken) {
    return Tails.logGamma(of + 1.0)
        - Tails.logGamma(taken + 1.0)
        - Tails.logGamma(of - taken + 1.0);
  }

  /** Fisher's own two-sided p-value: all ways that are not likelier than this one. */
  public double fisher() {
    long hits = with + windowWith;
    double bound = mass(windowWith) * (1 + 1e-9);
    double sum = 0;
    for (long x = Math.max(0, hits - n); x <= Math.min(m, hits); x++) {
      double mass = mass(x);
      sum += mass <= bound ? mass : 0;
    }
    return Math.min(1, sum);
  }
}
