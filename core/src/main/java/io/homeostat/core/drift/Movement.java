package io.homeostat.core.drift;

import io.homeostat.core.detect.Amount;
import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.column.RepeatCount;
import io.homeostat.core.drift.verdict.ColumnVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a column moved, in words: quantiles and histograms before and after, or shares. */
final class Movement {
  private static final double[] QUANTILES = {0.1, 0.5, 0.9};
  private static final int BARS = 8;
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final int MOST_CATEGORIES = 3;

  private Movement() {}

  /** One column: what happened, how sure and how much, and both histograms. */
  static String of(
      ColumnVerdict.Judged judged, Profile profile, ColumnSummary before, ColumnSummary after) {
    StringBuilder text = new StringBuilder(judged.column());
    text.append(' ').append(after.missing() == after.rows() ? "vanished" : judged.aspect().words());
    text.append(surely(judged));
    if (before.values() > 0 && after.values() > 0) {
      text.append(": ").append(spread(profile, before, after));
    }
    if (before.missing() + after.missing() > 0) {
      text.append(", missing ").append(change(before.missing(), before, after.missing(), after));
    }
    if (before.otherType() + after.otherType() > 0) {
      text.append(", of another type ");
      text.append(change(before.otherType(), before, after.otherType(), after));
    }
    return text.toString();
  }

  /** Rows that repeat others: in which columns, how sure and how much, and their shares. */
  static String of(ColumnVerdict.Judged judged, RepeatCount before, RepeatCount after) {
    return "rows "
        + judged.aspect().words()
        + " "
        + judged.column()
        + surely(judged)
        + ": "
        + percent(before.share())
        + " → "
        + percent(after.share());
  }

  private static String surely(ColumnVerdict.Judged judged) {
    return " ("
        + percent(judged.effect())
        + " of rows lie elsewhere, p "
        + probability(judged.pValue())
        + ")";
  }

  private static String change(long was, ColumnSummary before, long is, ColumnSummary after) {
    return percent((double) was / before.rows()) + " → " + percent((double) is / after.rows());
  }

  static String percent(double share) {
    return Amount.plain(100 * share) + "%";
  }

  /** A power of ten that is not below it. */
  private static String probability(double value) {
    if (value >= 0.001) {
      return Amount.plain(value);
    }
    return value <= 0 ? "< 1e-300" : "< 1e" + (int) Math.ceil(StrictMath.log10(value));
  }

  private static String spread(Profile profile, ColumnSummary before, ColumnSummary after) {
    if (profile instanceof Profile.Numbers numbers) {
      return "10%, 50%, 90%: "
          + quantiles(numbers, before)
          + " → "
          + quantiles(numbers, after)
          + ", "
          + bars(before.cells(), before.cells())
          + " → "
          + bars(before.cells(), after.cells());
    }
    return profile instanceof Profile.Categories categories
        ? shares(categories, before, after) + Turnover.of(categories, before, after)
        : "";
  }

  private static String quantiles(Profile.Numbers profile, ColumnSummary summary) {
    List<String> texts = new ArrayList<>();
    for (double share : QUANTILES) {
      texts.add(Amount.plain(quantile(profile, summary, share)));
    }
    return String.join(", ", texts);
  }

  /** The upper edge of the cell in which the quantile lies. */
  static double quantile(Profile.Numbers profile, ColumnSummary summary, double share) {
    long[] cells = summary.cells();
    double[] edges = profile.bins().edges();
    double below = 0;
    for (int i = 0; i < edges.length; i++) {
      below += cells[i];
      if (below >= share * summary.values()) {
        return Math.min(edges[i], summary.greatest());
      }
    }
    return summary.greatest();
  }

  /** A histogram over eight equal shares of the reference. */
  private static String bars(long[] reference, long[] counted) {
    double all = 0;
    double total = 0;
    for (int i = 0; i < reference.length; i++) {
      all += reference[i];
      total += counted[i];
    }
    double[] bars = new double[BARS];
    double below = 0;
    for (int i = 0; i < reference.length; i++) {
      double middle = (below + reference[i] / 2.0) / all;
      bars[Math.min(BARS - 1, (int) (middle * BARS))] += counted[i] / total;
      below += reference[i];
    }
    double most = 0;
    for (double bar : bars) {
      most = Math.max(most, bar);
    }
    StringBuilder text = new StringBuilder();
    for (double bar : bars) {
      text.append(HEIGHTS.charAt((int) Math.round(bar / most * (HEIGHTS.length() - 1))));
    }
    return text.toString();
  }

  private static String shares(
      Profile.Categories profile, ColumnSummary before, ColumnSummary after) {
    long[] was = before.cells();
    long[] is = after.cells();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < was.length; i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparingDouble(
            (Integer i) ->
                -Math.abs((double) was[i] / before.values() - (double) is[i] / after.values())));
    return order.stream()
        .limit(MOST_CATEGORIES)
        .map(
            i ->
                (i == profile.names().size() ? "others" : Turnover.named(profile.names().get(i)))
                    + " "
                    + percent((double) was[i] / before.values())
                    + " → "
                    + percent((double) is[i] / after.values()))
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }
}
