package io.homeostat.core.embedding;

/**
 * Which of the pooled vectors count as the reference: once as observed, and once for each
 * permutation drawn.
 */
public final class Labelling {
  private final int total;
  private final int reference;
  private final byte[][] member;

  private Labelling(int total, int reference, byte[][] member) {
    this.total = total;
    this.reference = reference;
    this.member = member;
  }

  /**
   * The observed labelling (the first {@code reference} vectors) and {@code drawn} permutations,
   * each an R. Fisher and F. Yates shuffle of 0 … total − 1 from its end down, whose first {@code
   * reference} entries are the reference. One generator runs through all of them.
   */
  public static Labelling of(int reference, int total, int drawn, long seed) {
    if (reference < 1 || reference >= total || drawn < 0) {
      throw new IllegalArgumentException(
          reference
              + " of "
              + total
              + " vectors with "
              + drawn
              + " permutations: both parts need one");
    }
    Lcg lcg = new Lcg(seed);
    byte[][] member = new byte[drawn + 1][total];
    for (int i = 0; i < reference; i++) {
      member[0][i] = 1;
    }
    int[] shuffled = new int[total];
    for (int b = 1; b <= drawn; b++) {
      for (int i = 0; i < total; i++) {
        shuffled[i] = i;
      }
      for (int i = total - 1; i > 0; i--) {
        int j = lcg.next(i + 1);
        int held = shuffled[i];
        shuffled[i] = shuffled[j];
        shuffled[j] = held;
      }
      for (int i = 0; i < reference; i++) {
        member[b][shuffled[i]] = 1;
      }
    }
    return new Labelling(total, reference, member);
  }

  /** How many labellings: the observed one and the permutations. */
  public int size() {
    return member.length;
  }

  /** How many vectors there are. */
  public int total() {
    return total;
  }

  /** How many of them count as the reference. */
  public int reference() {
    return reference;
  }

  /** 1 for each vector that labelling {@code b} counts as reference, else 0; 0 is the observed. */
  public byte[] member(int b) {
    return member[b];
  }
}
