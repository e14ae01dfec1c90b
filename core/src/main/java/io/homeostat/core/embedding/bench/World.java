package io.homeostat.core.embedding.bench;

import io.homeostat.core.embedding.Vectors;
import java.util.SplittableRandom;

/**
 * Simulated windows of vectors in a randomly turned frame, so that no axis of the distribution is
 * an axis of the vectors. Everything follows from the seed.
 */
public final class World {

  /** How windows without drift are distributed. */
  public enum Kind {
    /** One variance in all directions. */
    ISOTROPIC,
    /** Variance 1 / i along the i-th axis. */
    DECAYING,
    /** Five clusters upon a decaying spectrum. */
    CLUSTERED,
    /** A decaying spectrum; each vector resembles the one before: first-order, coefficient 0.5. */
    AUTOCORRELATED,
    /** The same with coefficient 0.9. */
    STRONGLY_AUTOCORRELATED
  }

  /** What happens to the current window. */
  public enum Drift {
    /** Nothing. */
    NONE,
    /** The mean moves along the widest axis. */
    LEADING_AXIS,
    /** The mean moves along the fifth narrowest axis. */
    MINOR_AXIS,
    /** One vector in ten comes from a new, tight cluster. */
    NEW_CLUSTER,
    /** Every vector grows. */
    SCALE,
    /** Two modes along the widest axis, mean and variance unchanged. */
    TWO_MODES
  }

  private final Kind kind;
  private final int dimension;
  private final SplittableRandom random;
  private final double[] deviations;
  private final double[][] reflections;
  private final double[][] clusters;

  public World(Kind kind, int dimension, long seed) {
    this.kind = kind;
    this.dimension = dimension;
    random = new SplittableRandom(seed);
    deviations = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      deviations[k] = kind == Kind.ISOTROPIC ? 1 : 1 / Math.sqrt(k + 1);
    }
    // Products of reflections turn the frame at a cost that grows with the dimension, not its
    // square.
    reflections = new double[8][];
    for (int r = 0; r < reflections.length; r++) {
      reflections[r] = unit();
    }
    clusters = new double[5][dimension];
    for (double[] cluster : clusters) {
      for (int k = 0; k < dimension; k++) {
        cluster[k] = 2 * deviations[k] * normal();
      }
    }
  }

  /** A window without drift. */
  public Vectors window(int count) {
    return window(count, Drift.NONE, 0);
  }

  /**
   * A window with drift.
   *
   * @param size of a shift and of the modes in standard deviations, of the cluster's distance in
   *     standard deviations of the whole, of the scale as a factor
   */
  public Vectors window(int count, Drift drift, double size) {
    double[] newCluster = unit();
    for (int k = 0; k < dimension; k++) {
      newCluster[k] *= size * 8 * deviations[k];
    }
    double[] values = new double[count * dimension];
    double[] before = new double[dimension];
    for (int i = 0; i < count; i++) {
      double[] vector = next(before, i == 0);
      before = vector;
      double[] moved = drifted(vector.clone(), drift, size, newCluster);
      turn(moved);
      System.arraycopy(moved, 0, values, i * dimension, dimension);
    }
    return Vectors.ofRowMajor(count, dimension, values);
  }

  private double[] next(double[] before, boolean first) {
    double keep =
        switch (kind) {
          case AUTOCORRELATED -> 0.5;
          case STRONGLY_AUTOCORRELATED -> 0.9;
          default -> 0;
        };
    double fresh = first ? 1 : Math.sqrt(1 - keep * keep);
    double[] cluster = kind == Kind.CLUSTERED ? clusters[random.nextInt(5)] : new double[dimension];
    double[] vector = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      vector[k] = (first ? 0 : keep * before[k]) + fresh * deviations[k] * normal() + cluster[k];
    }
    return vector;
  }

  private double[] drifted(double[] vector, Drift drift, double size, double[] newCluster) {
    int minor = Math.max(0, dimension - 5);
    switch (drift) {
      case LEADING_AXIS -> vector[0] += size * deviations[0];
      case MINOR_AXIS -> vector[minor] += size * deviations[minor];
      case TWO_MODES -> {
        double side = random.nextBoolean() ? 1 : -1;
        vector[0] = side * size * deviations[0] + Math.sqrt(1 - size * size) * vector[0];
      }
      case SCALE -> {
        for (int k = 0; k < dimension; k++) {
          vector[k] *= size;
        }
      }
      case NEW_CLUSTER -> {
        if (random.nextInt(10) == 0) {
          for (int k = 0; k < dimension; k++) {
            vector[k] = newCluster[k] + vector[k] / 2;
          }
        }
      }
      case NONE -> {}
    }
    return vector;
  }

  private void turn(double[] vector) {
    for (double[] reflection : reflections) {
      double product = 0;
      for (int k = 0; k < dimension; k++) {
        product += vector[k] * reflection[k];
      }
      for (int k = 0; k < dimension; k++) {
        vector[k] -= 2 * product * reflection[k];
      }
    }
  }

  private double[] unit() {
    double[] unit = new double[dimension];
    double square = 0;
    for (int k = 0; k < dimension; k++) {
      unit[k] = normal();
      square += unit[k] * unit[k];
    }
    for (int k = 0; k < dimension; k++) {
      unit[k] /= Math.sqrt(square);
    }
    return unit;
  }

  private double normal() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
