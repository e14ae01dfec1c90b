package io.homeostat.core.detect;

/**
 * How grave a signal is: what its deviation says, and of what is left to 1 up to a quarter for how
 * long it has lasted (half of that after half an hour) and up to a quarter for how many entities
 * directly need the one that is sick (half of that for three).
 */
final class Gravity {
  private static final double MOST_BY_TIME = 0.25;
  private static final double MOST_BY_NEED = 0.25;
  private static final double HALF_MILLIS = 1_800_000;
  private static final double HALF_DEPENDANTS = 3;

  private Gravity() {}

  /**
   * The score of a signal.
   *
   * @param deviation what the deviation alone says, 0 to 1
   * @param lastedMillis since when it has been so
   * @param dependants how many entities directly need this one
   */
  static double of(double deviation, long lastedMillis, int dependants) {
    double lasted = (double) Math.max(0, lastedMillis);
    double byTime = MOST_BY_TIME * lasted / (lasted + HALF_MILLIS);
    double byNeed = MOST_BY_NEED * dependants / (dependants + HALF_DEPENDANTS);
    return deviation + (1 - deviation) * (byTime + byNeed);
  }
}
