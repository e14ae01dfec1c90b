package io.homeostat.core.drift.verdict;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.column.Serial;
import io.homeostat.core.drift.statistics.Counts;
import io.homeostat.core.drift.statistics.Divergence;
import io.homeostat.core.drift.statistics.KolmogorovSmirnov;
import io.homeostat.core.drift.statistics.RankTest;
import io.homeostat.core.drift.statistics.Shares;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a column drifted. Several tests look for several kinds of drift; each has a part of the
 * error rate (C. Bonferroni, weighted), so that the column's p-value holds whatever the values are
 * and however the tests depend on each other. None takes the reference for exact, and none asks how
 * its cells were chosen: rank tests are exact in mean, variance and skewness for the cells as they
 * are, Kolmogorov–Smirnov over cells is never above that over values, shares are counted exactly.
 */
public final class ColumnTest {
  /** Fewer rows than these, or rows worth as few, give no verdict. */
  public static final int LEAST_ROWS = 20;

  private static final double LOCATION = 0.42;
  private static final double SCALE = 0.25;
  private static final double FORM = 0.1;
  private static final double TAILS = 0.13;
  private static final double CATEGORIES = 0.5;
  private static final double CATEGORY = 0.4;
  private static final double MISSING = 0.07;
  private static final double TYPE = 0.03;
  private static final double[] ENDS = {1.0 / 1024, 1.0 / 64};

  private ColumnTest() {}

  /**
   * The surest test so far.
   *
   * @param parts of the error rate that tests have had which could find something
   */
  private record Surest(double pValue, Aspect aspect, double parts) {
    static final Surest NONE = new Surest(Double.POSITIVE_INFINITY, Aspect.FORM, 0);

    Surest or(double p, double part, Aspect other) {
      return p / part < pValue
          ? new Surest(p / part, other, parts + part)
          : new Surest(pValue, aspect, parts + part);
    }

    /** The p-value of all of them. */
    double all() {
      return Math.min(1, pValue * parts);
    }
  }

  /** Judges what was counted in the cells of one profile. */
  public static ColumnVerdict judge(
      String column, Profile profile, ColumnSummary reference, ColumnSummary current) {
    if (Math.min(reference.rows(), current.rows()) < LEAST_ROWS) {
      return new ColumnVerdict.Unknown(
          column,
          "there are " + reference.rows() + " and " + current.rows() + " rows: too few to compare");
    }
    Counts counts = new Counts(reference.cells(), current.cells());
    boolean values = Math.min(reference.values(), current.values()) >= LEAST_ROWS;
    double place = values ? Serial.inflation(reference.place(), current.place()) : 1;
    double spread = values ? Serial.inflation(reference.spread(), current.spread()) : 1;
    double inflation = Math.max(place, spread);
    if (values && Math.min(reference.values(), current.values()) / inflation < LEAST_ROWS) {
      return new ColumnVerdict.Unknown(
          column,
          "its values follow each other: "
              + Math.min(reference.values(), current.values())
              + " are worth "
              + (long) (Math.min(reference.values(), current.values()) / inflation));
    }
    Surest surest = gaps(reference, current);
    double effect =
        Math.max(
            apart(reference.missing(), reference.rows(), current.missing(), current.rows()),
            apart(reference.otherType(), reference.rows(), current.otherType(), current.rows()));
    if (values) {
      boolean ordered = profile instanceof Profile.Numbers;
      surest =
          ordered ? ordered(surest, counts, place, spread) : unordered(surest, counts, inflation);
      effect = Math.max(effect, effect(counts, ordered));
    }
    return new ColumnVerdict.Judged(column, surest.all(), surest.aspect(), effect, inflation);
  }

  private static double apart(long with, long of, long windowWith, long windowOf) {
    return Math.abs((double) with / of - (double) windowWith / windowOf);
  }

  /** The part of the rows that lie elsewhere. */
  private static double effect(Counts counts, boolean ordered) {
    return ordered
        ? KolmogorovSmirnov.of(counts).statistic()
        : Divergence.totalVariation(counts.referenceShares(), counts.currentShares());
  }

  private static Surest gaps(ColumnSummary reference, ColumnSummary current) {
    // Where neither has a gap, nothing can be found, and the others have its part.
    Surest surest = Surest.NONE;
    if (reference.missing() + current.missing() > 0) {
      double missing =
          shares(
              reference.missing(),
              reference.rows(),
              current.missing(),
              current.rows(),
              missingInflation(reference, current));
      surest = surest.or(missing, MISSING, Aspect.MISSING);
    }
    if (reference.otherType() + current.otherType() > 0) {
      Shares type =
          new Shares(reference.otherType(), reference.rows(), current.otherType(), current.rows());
      surest = surest.or(type.pValue(), TYPE, Aspect.TYPE);
    }
    return surest;
  }

  /** How much longer gaps last than by chance, within each sample: of a process of two states. */
  private static double missingInflation(ColumnSummary reference, ColumnSummary current) {
    double missing = (double) reference.missing() + current.missing();
    double correlation =
        (following(reference) * reference.missing() + following(current) * current.missing())
            / missing;
    return correlation >= 0.999
        ? (double) reference.rows() + current.rows()
        : (1 + correlation) / (1 - correlation);
  }

  private static double following(ColumnSummary sample) {
    double share = (double) sample.missing() / sample.rows();
    if (sample.missing() < 2 || share >= 1) {
      return 0;
    }
    double again = (double) sample.missingPairs() / sample.missing();
    return Math.max(0, (again - share) / (1 - share));
  }

  /** The exact p-value of a share, of rows that are worth fewer by the inflation. */
  static double shares(long with, long n, long windowWith, long m, double inflation) {
    if (inflation <= 1) {
      return new Shares(with, n, windowWith, m).pValue();
    }
    long before = Math.max(1, Math.round(n / inflation));
    long after = Math.max(1, Math.round(m / inflation));
    return new Shares(
            Math.min(before, Math.round(with / inflation)),
            before,
            Math.min(after, Math.round(windowWith / inflation)),
            after)
        .pValue();
  }

  private static Surest ordered(Surest before, Counts counts, double place, double spread) {
    KolmogorovSmirnov form = KolmogorovSmirnov.of(counts);
    double ofForm = place > 1 ? form.pValue(place) : form.pValue();
    Surest surest =
        before
            .or(RankTest.of(counts, RankTest.WILCOXON).pValue(place), LOCATION, Aspect.LOCATION)
            .or(RankTest.of(counts, RankTest.MOOD).pValue(spread), SCALE, Aspect.SCALE)
            .or(ofForm, FORM, Aspect.FORM);
    double part = TAILS / (2 * ENDS.length);
    for (double end : ENDS) {
      surest =
          surest
              .or(tail(counts, end, place), part, Aspect.TAIL)
              .or(tail(reversed(counts), end, place), part, Aspect.TAIL);
    }
    return surest;
  }

  /** The first cells that hold about this part of the reference, as a share of all. */
  private static double tail(Counts counts, double end, double inflation) {
    long n = counts.referenceTotal();
    long with = 0;
    long windowWith = 0;
    for (int i = 0; i < counts.cells() && with < Math.max(1, end * n); i++) {
      with += counts.reference()[i];
      windowWith += counts.current()[i];
    }
    return shares(with, n, windowWith, counts.currentTotal(), inflation);
  }

  private static Counts reversed(Counts counts) {
    return new Counts(reversed(counts.reference()), reversed(counts.current()));
  }

  private static long[] reversed(long[] cells) {
    long[] reversed = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      reversed[i] = cells[cells.length - 1 - i];
    }
    return reversed;
  }

  private static Surest unordered(Surest before, Counts counts, double inflation) {
    long n = counts.referenceTotal();
    long m = counts.currentTotal();
    Counts pooled = RareCells.pooled(counts);
    double one = 1;
    int tested = 0;
    for (int i = 0; i < pooled.cells(); i++) {
      if (pooled.reference()[i] + pooled.current()[i] > 0) {
        tested++;
        one = Math.min(one, shares(pooled.reference()[i], n, pooled.current()[i], m, inflation));
      }
    }
    return before
        .or(RareCells.pValue(pooled, inflation), CATEGORIES, Aspect.CATEGORIES)
        .or(Math.min(1, one * tested), CATEGORY, Aspect.CATEGORY);
  }

  /** All p-values that were judged, in the order of the verdicts. */
  public static double[] pValues(List<ColumnVerdict> verdicts) {
    List<Double> values = new ArrayList<>();
    for (ColumnVerdict verdict : verdicts) {
      if (verdict instanceof ColumnVerdict.Judged judged) {
        values.add(judged.pValue());
      }
    }
    return Arrays.copyOf(values.stream().mapToDouble(Double::doubleValue).toArray(), values.size());
  }
}
