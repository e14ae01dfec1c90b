package io.homeostat.processors.embedding.bench;

import java.util.Locale;

/** How many of some trials alarmed, with the interval of the true rate. */
record Rate(int alarms, int trials) {
  private static final double TWO_SIDED_95 = 1.959963984540054;

  double share() {
    return (double) alarms / trials;
  }

  /** E. Wilson's score interval (1927) at 95 %: "0.050 [0.027, 0.090]". */
  @Override
  public String toString() {
    double z = TWO_SIDED_95;
    double middle = (share() + z * z / (2 * trials)) / (1 + z * z / trials);
    double half =
        z
            * Math.sqrt(share() * (1 - share()) / trials + z * z / (4.0 * trials * trials))
            / (1 + z * z / trials);
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", share(), Math.max(0, middle - half), middle + half);
  }
}
