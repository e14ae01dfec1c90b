package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Newcomers;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.column.RepeatCount;
import io.homeostat.core.drift.statistics.Counts;
import io.homeostat.core.drift.statistics.Divergence;
import io.homeostat.core.drift.statistics.KolmogorovSmirnov;
import io.homeostat.core.drift.verdict.ColumnVerdict;
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.DriftReport.Bar;
import io.homeostat.core.model.DriftReport.Distance;
import io.homeostat.core.model.DriftReport.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A column of a window beside its reference, as a report shows it. */
final class Picture {
  /** Numbers have about so many bars: equal shares of the reference, and what lies outside. */
  private static final int PARTS = 16;

  private static final int MOST_CATEGORIES = 12;
  private static final String OTHERS = "(others)";

  /** As is usual: an empty bar counts as one value of ten thousand. */
  private static final double FLOOR = 1e-4;

  private Picture() {}

  /** A column that was judged, or not. */
  static DriftReport.Column of(
      ColumnVerdict verdict,
      boolean drifted,
      Profile profile,
      ColumnSummary before,
      ColumnSummary after) {
    List<Bar> bars = bars(profile, before, after);
    List<Measure> measures = measures(profile, before, after);
    List<Distance> distances = distances(profile, bars, before, after);
    return column(verdict.column(), verdict, drifted, measures, distances, bars);
  }

  /** Rows that repeat others. */
  static DriftReport.Column of(
      ColumnVerdict verdict, boolean drifted, RepeatCount before, RepeatCount after) {
    Measure repeats = new Measure("repeats", before.share(), after.share());
    String name = "repeats of " + verdict.column();
    return column(name, verdict, drifted, List.of(repeats), List.of(), List.of());
  }

  private static DriftReport.Column column(
      String name,
      ColumnVerdict verdict,
      boolean drifted,
      List<Measure> measures,
      List<Distance> distances,
      List<Bar> bars) {
    if (verdict instanceof ColumnVerdict.Judged judged) {
      return new DriftReport.Column(
          name,
          drifted,
          judged.pValue(),
          judged.effect(),
          judged.aspect().words(),
          "",
          measures,
          distances,
          bars);
    }
    String why = verdict instanceof ColumnVerdict.Unknown unknown ? unknown.reason() : "";
    return new DriftReport.Column(name, false, 1, 0, "", why, measures, distances, bars);
  }

  private static List<Measure> measures(
      Profile profile, ColumnSummary before, ColumnSummary after) {
    List<Measure> measures = new ArrayList<>();
    measures.add(
        new Measure("missing", share(before.missing(), before), share(after.missing(), after)));
    measures.add(
        new Measure(
            "other_type", share(before.otherType(), before), share(after.otherType(), after)));
    measures.add(new Measure("distinct", before.distinct(), after.distinct()));
    if (profile instanceof Profile.Numbers numbers && before.values() > 0 && after.values() > 0) {
      measures.add(new Measure("least", before.least(), after.least()));
      for (int tenths : new int[] {1, 5, 9}) {
        measures.add(
            new Measure(
                "p" + 10 * tenths,
                Movement.quantile(numbers, before, tenths / 10.0),
                Movement.quantile(numbers, after, tenths / 10.0)));
      }
      measures.add(new Measure("greatest", before.greatest(), after.greatest()));
    }
    return measures;
  }

  private static double share(long part, ColumnSummary of) {
    return of.rows() == 0 ? 0 : (double) part / of.rows();
  }

  private static List<Distance> distances(
      Profile profile, List<Bar> bars, ColumnSummary before, ColumnSummary after) {
    if (bars.isEmpty()) {
      return List.of();
    }
    double[] reference = bars.stream().mapToDouble(Bar::before).toArray();
    double[] window = bars.stream().mapToDouble(Bar::after).toArray();
    List<Distance> distances = new ArrayList<>();
    distances.add(new Distance("psi", Divergence.populationStability(reference, window, FLOOR)));
    distances.add(new Distance("jensen_shannon", Divergence.jensenShannon(reference, window)));
    distances.add(new Distance("hellinger", Divergence.hellinger(reference, window)));
    distances.add(new Distance("l_infinity", Divergence.greatest(reference, window)));
    if (profile instanceof Profile.Numbers) {
      Counts counts = new Counts(before.cells(), after.cells());
      distances.add(new Distance("kolmogorov_smirnov", KolmogorovSmirnov.of(counts).statistic()));
    }
    return distances;
  }

  private static List<Bar> bars(Profile profile, ColumnSummary before, ColumnSummary after) {
    if (before.values() == 0 || after.values() == 0) {
      return List.of();
    }
    return profile instanceof Profile.Numbers numbers
        ? intervals(numbers.bins().edges(), before, after)
        : profile instanceof Profile.Categories categories
            ? categories(categories, before, after)
            : List.of();
  }

  /** Neighbouring cells put together; what lies outside the learned range stays apart. */
  private static List<Bar> intervals(double[] edges, ColumnSummary before, ColumnSummary after) {
    long[] was = before.cells();
    long[] is = after.cells();
    double least = Math.min(before.least(), after.least());
    double greatest = Math.max(before.greatest(), after.greatest());
    List<Bar> bars = new ArrayList<>();
    int begin = 0;
    double below = 0;
    for (int i = 0; i < was.length; i++) {
      int part = part(below, was[i], before.values());
      below += was[i];
      boolean last = i == was.length - 1;
      boolean ends =
          last || i == 0 || i == was.length - 2 || part(below, was[i + 1], before.values()) != part;
      if (ends) {
        double above = begin == 0 ? least : edges[begin - 1];
        double upTo = last ? greatest : Math.max(edges[i], begin == 0 ? least : edges[i]);
        add(
            bars,
            above,
            upTo,
            sum(was, begin, i) / before.values(),
            sum(is, begin, i) / after.values());
        begin = i + 1;
      }
    }
    return bars;
  }

  /** Which part of the reference the middle of a cell lies in. */
  private static int part(double below, long count, long values) {
    return (int) Math.min(PARTS - 1, (below + count / 2.0) / values * PARTS);
  }

  private static double sum(long[] counts, int from, int to) {
    double sum = 0;
    for (int i = from; i <= to; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** A bar of nothing is left out; that of one value has it at both ends. */
  private static void add(List<Bar> bars, double above, double upTo, double before, double after) {
    if (before > 0 || after > 0) {
      bars.add(new Bar("", Math.nextUp(above) >= upTo ? upTo : above, upTo, before, after));
    }
  }

  private static List<Bar> categories(
      Profile.Categories profile, ColumnSummary before, ColumnSummary after) {
    long[] was = before.cells();
    long[] is = after.cells();
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < profile.names().size(); i++) {
      bars.add(
          category(
              Newcomers.cut(profile.names().get(i)),
              (double) was[i] / before.values(),
              (double) is[i] / after.values()));
    }
    bars.sort(
        Comparator.comparingDouble((Bar bar) -> -Math.max(bar.before(), bar.after()))
            .thenComparing(Bar::name));
    int shown = Math.min(MOST_CATEGORIES, bars.size());
    double othersBefore = (double) was[was.length - 1] / before.values();
    double othersAfter = (double) is[is.length - 1] / after.values();
    for (Bar bar : bars.subList(shown, bars.size())) {
      othersBefore += bar.before();
      othersAfter += bar.after();
    }
    List<Bar> whole = new ArrayList<>(bars.subList(0, shown));
    if (othersBefore > 0 || othersAfter > 0) {
      whole.add(category(OTHERS, othersBefore, othersAfter));
    }
    return whole;
  }

  private static Bar category(String name, double before, double after) {
    return new Bar(name, 0, 0, before, after);
  }
}
