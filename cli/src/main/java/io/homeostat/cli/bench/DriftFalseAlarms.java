package io.homeostat.cli.bench;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.verdict.Budget;
import io.homeostat.core.drift.verdict.Discoveries;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How often drift is found where there is none: tables of independent columns at 5% and 1%, and
 * looks repeated at one reference at 5% for all of them together.
 *
 * @param plans how many rows a reference and a window have, and how many columns are judged
 * @param sequences how many references are looked at again and again
 * @param print where it is told
 */
public record DriftFalseAlarms(List<Plan> plans, int sequences, PrintWriter print) {
  /** Every size. */
  public static final List<Plan> ALL =
      List.of(
          new Plan(100, 20_000),
          new Plan(1_000, 4_000),
          new Plan(10_000, 2_000),
          new Plan(100_000, 400),
          new Plan(1_000_000, 200));

  private static final int[] TABLES = {1, 10, 200};
  private static final double[] LEVELS = {0.05, 0.01};
  private static final int LOOKS = 168;

  /**
   * A size.
   *
   * @param rows of the reference, and of the window
   * @param columns judged of each shape
   */
  public record Plan(int rows, int columns) {}

  /** Alarms among trials. */
  record Rate(int alarms, int trials) {
    double share() {
      return trials == 0 ? 0 : (double) alarms / trials;
    }

    /** The bounds of the 95% interval (E. Wilson 1927). */
    double bound(int side) {
      double z = 1.96;
      double n = Math.max(1, trials);
      double middle = share() + z * z / (2 * n);
      double half = z * Math.sqrt(share() * (1 - share()) / n + z * z / (4 * n * n));
      return (middle + side * half) / (1 + z * z / n);
    }

    @Override
    public String toString() {
      return "%6.4f [%6.4f, %6.4f] of %d".formatted(share(), bound(-1), bound(1), trials);
    }
  }

  /** Tells every rate. */
  public void run() {
    print.printf(
        "Share of tables with an alarm though nothing drifted, [95%% interval], tables judged%n");
    for (Plan plan : plans) {
      for (DriftShape shape : DriftShape.values()) {
        double[] values = shape.withoutDrift(plan.rows() + 31L, plan.rows(), plan.columns());
        for (int columns : TABLES) {
          if (values.length >= columns) {
            print.printf(
                "%-16s n=%-9d columns=%-4d at 5%%: %s   at 1%%: %s%n",
                shape,
                plan.rows(),
                columns,
                rate(values, columns, LEVELS[0]),
                rate(values, columns, LEVELS[1]));
          }
        }
        print.flush();
      }
    }
    print.printf("Share of references with any alarm in %d looks, 5%% for all looks%n", LOOKS);
    for (DriftShape shape :
        List.of(DriftShape.NORMAL, DriftShape.FOLLOWING_0_6, DriftShape.CATEGORIES)) {
      for (int rows : new int[] {100, 1_000}) {
        print.printf("%-16s n=%-9d %s%n", shape, rows, looks(shape, rows));
        print.flush();
      }
    }
  }

  /** How often tables of so many columns alarm. */
  static Rate rate(double[] pValues, int columns, double level) {
    int alarms = 0;
    int tables = pValues.length / columns;
    for (int i = 0; i < tables; i++) {
      double[] table = Arrays.copyOfRange(pValues, i * columns, (i + 1) * columns);
      alarms += Discoveries.bound(table, level) > 0 ? 1 : 0;
    }
    return new Rate(alarms, tables);
  }

  /** How often a reference, looked at again and again, ever alarms. */
  Rate looks(DriftShape shape, int rows) {
    SplittableRandom random = new SplittableRandom(rows * 7L);
    int alarms = 0;
    for (int i = 0; i < sequences; i++) {
      double[] drawn = shape.draw(random, rows);
      Profile profile = shape.learn(drawn);
      ColumnSummary reference = shape.reference(profile, drawn);
      Budget budget = Budget.FRESH;
      boolean any = false;
      for (int look = 0; look < LOOKS; look++) {
        double value = shape.pValue(profile, reference, shape.draw(random, rows));
        boolean found = value <= budget.next(LEVELS[0]);
        budget = budget.after(found);
        any |= found;
      }
      alarms += any ? 1 : 0;
    }
    return new Rate(alarms, sequences);
  }
}
