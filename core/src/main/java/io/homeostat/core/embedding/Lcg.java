package io.homeostat.core.embedding;

/**
 * The one generator of this package: D. Knuth's 64-bit linear congruential generator for MMIX ("The
 * Art of Computer Programming", volume 2, section 3.3.4), of which the upper 32 bits are used. Its
 * seed comes from content, so that equal windows give equal results everywhere.
 */
final class Lcg {
  private long state;

  Lcg(long seed) {
    state = seed;
  }

  /** A whole number from 0 to {@code bound} − 1. */
  int next(int bound) {
    return (int) ((bits() * bound) >>> 32);
  }

  /** A number above 0 and below 1. */
  double uniform() {
    return (bits() + 0.5) * 0x1p-32;
  }

  /** A standard normal number (G. Box and M. Muller, 1958). */
  double normal() {
    double radius = Math.sqrt(-2 * StrictMath.log(uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  private long bits() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return state >>> 32;
  }

  /** A seed made of the window's values. */
  static long seed(Vectors vectors) {
    long hash = 0xcbf29ce484222325L + vectors.dimension();
    for (double value : vectors.rowMajor()) {
      hash = (hash ^ Double.doubleToLongBits(value)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
