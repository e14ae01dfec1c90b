package io.homeostat.core.detect.rarity;

/**
 * How rare a sample is by the history of its series.
 *
 * @param value the reciprocal of how many samples as rare are expected, by chance alone, in a
 *     stretch as long as the history before it; 0 while there is too little to compare with. So a
 *     series without change gives about one sample of 1 or more in such a stretch, and one of 2 or
 *     more in two. Of one event it is told as the event comes and grows; samples that tell nothing
 *     new have a tenth
 * @param current the same without regard to what was told
 * @param view what is most unusual about it
 */
public record Rarity(double value, double current, View view) {
  private static final Rarity NONE = new Rarity(0, 0, View.HIGH);

  /** Nothing is known to be rare. */
  static Rarity none() {
    return NONE;
  }

  /** The same between 0 and 1: 0.5 for a rarity of 1. */
  public double share() {
    return value / (1 + value);
  }
}
