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
 * @param lasting the greatest {@code current} of late, faded by a hundredth with each sample since
 * @param view what is most unusual about it
 */
public record Rarity(double value, double current, double lasting, View view) {
  private static final double WORTH_TELLING = 0.22;

  /** Nothing is known to be rare. */
  static Rarity none() {
    return new Rarity(0, 0, 0, View.HIGH);
  }

  /**
   * One score between 0 and 1, for whoever wants both when something begins and how long it lasts:
   * from 0.5 on where a rarity of at least 0.22 is told, below it by how rare the last samples
   * were.
   */
  public double score() {
    boolean told = value >= Math.max(WORTH_TELLING, current);
    return told ? 0.5 + half(value) : half(lasting);
  }

  private static double half(double rarity) {
    return 0.5 * rarity / (1 + rarity);
  }
}
