package io.homeostat.core.embedding;

/**
 * The maximum mean discrepancy of two windows, squared, from the sums of a kernel over pairs (A.
 * Gretton and others, "A Kernel Two-Sample Test", JMLR 2012): equation 3 without bias, equation 5
 * with it.
 *
 * @param reference how many vectors the reference has
 * @param current how many the current window has
 * @param withinReference the kernel summed over ordered pairs of different vectors of the reference
 * @param withinCurrent the same of the current window
 * @param between the kernel summed over all pairs of one vector of each
 * @param onDiagonal the kernel of a vector with itself
 */
public record Discrepancy(
    int reference,
    int current,
    double withinReference,
    double withinCurrent,
    double between,
    double onDiagonal) {

  /** Without bias: 0 on average where nothing changed, so it can be negative. */
  public double unbiased() {
    return withinReference / ((double) reference * (reference - 1))
        + withinCurrent / ((double) current * (current - 1))
        - 2 * between / ((double) reference * current);
  }

  /** With bias: never negative. */
  public double biased() {
    return (withinReference + reference * onDiagonal) / ((double) reference * reference)
        + (withinCurrent + current * onDiagonal) / ((double) current * current)
        - 2 * between / ((double) reference * current);
  }
}
