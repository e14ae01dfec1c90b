package io.homeostat.cli.bench;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.statistics.KolmogorovSmirnov;
import io.homeostat.core.drift.statistics.Pooled;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The smallest drift that is found 80% of the time at 5%, beside a plain Kolmogorov–Smirnov test of
 * the same values at the same level. Significance alone: the least effect that an alarm needs as
 * well is a setting.
 *
 * @param sizes rows of the reference, and of the window
 * @param trials per drift tried, at 100,000 rows and less; fewer above
 * @param print where it is told
 */
public record DriftPower(List<Integer> sizes, int trials, PrintWriter print) {
  /** Every size. */
  public static final List<Integer> ALL = List.of(100, 1_000, 10_000, 100_000);

  private static final double LEVEL = 0.05;
  private static final double WANTED = 0.8;
  private static final double STEP = 1.05;

  /** A sort of drift of a size. */
  enum Kind {
    /** In standard deviations. */
    MEAN(DriftShape.NORMAL),
    /** The factor is 1 and this. */
    SCALE(DriftShape.NORMAL),
    /** The share of rows that come from a normal distribution five times as wide. */
    TAIL(DriftShape.NORMAL),
    /** By how much the share of one category of about a tenth grows. */
    SHARE(DriftShape.CATEGORIES);

    private final DriftShape shape;

    Kind(DriftShape shape) {
      this.shape = shape;
    }

    double[] drift(double[] rows, double size, SplittableRandom random) {
      double[] drifted = rows.clone();
      for (int i = 0; i < rows.length; i++) {
        boolean hit = random.nextDouble() < (this == SHARE ? size / 0.9 : size);
        drifted[i] =
            switch (this) {
              case MEAN -> rows[i] + size;
              case SCALE -> rows[i] * (1 + size);
              case TAIL -> hit ? 5 * rows[i] : rows[i];
              case SHARE -> hit ? 4 : rows[i];
            };
      }
      return drifted;
    }
  }

  /** How often this finds a drift, and how often the plain test. */
  record Found(double here, double plain) {}

  /** Tells the smallest drifts. */
  public void run() {
    print.printf("Smallest drift found in %.0f%% of %d trials at 5%%%n", 100 * WANTED, trials);
    print.printf("%-6s %10s %10s %10s %8s%n", "drift", "rows", "this", "plain KS", "ratio");
    for (Kind kind : Kind.values()) {
      for (int rows : sizes) {
        double here = smallest(kind, rows, true);
        double plain = smallest(kind, rows, false);
        print.printf("%-6s %10d %10.4f %10.4f %8.2f%n", kind, rows, here, plain, here / plain);
        print.flush();
      }
    }
  }

  /** The smallest drift by bisection over steps of 5%; 1 where even that is not found. */
  double smallest(Kind kind, int rows, boolean here) {
    int low = (int) (Math.log(0.0005) / Math.log(STEP));
    int high = (int) (Math.log(4) / Math.log(STEP));
    while (low < high) {
      int middle = Math.floorDiv(low + high, 2);
      Found found = found(kind, rows, Math.pow(STEP, middle));
      if ((here ? found.here() : found.plain()) >= WANTED) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Math.pow(STEP, low);
  }

  /** How often a drift of a size is found. */
  Found found(Kind kind, int rows, double size) {
    SplittableRandom random = new SplittableRandom(rows);
    int tries = Math.max(20, (int) Math.min(trials, trials * 100_000L / rows));
    int here = 0;
    int plain = 0;
    for (int i = 0; i < tries; i++) {
      double[] reference = kind.shape.draw(random, rows);
      double[] window = kind.drift(kind.shape.draw(random, rows), size, random);
      Profile profile = kind.shape.learn(reference);
      ColumnSummary summary = kind.shape.reference(profile, reference);
      here += kind.shape.pValue(profile, summary, window) <= LEVEL ? 1 : 0;
      Arrays.sort(reference);
      plain +=
          KolmogorovSmirnov.of(Pooled.of(reference, window).counts()).pValue() <= LEVEL ? 1 : 0;
    }
    return new Found((double) here / tries, (double) plain / tries);
  }
}
