package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Newcomers;
import io.homeostat.core.drift.column.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which categories of a column are new, and which are met no more, in words. */
final class Turnover {
  private static final int MOST_NAMED = 3;

  /** What was met once may be anything. */
  private static final int LEAST_MET = 2;

  /** Where the reference can't tell, a new category had at most so small a part of its share. */
  private static final double PART = 0.1;

  /** A category is gone that chance would have shown so often. */
  private static final double LEAST_EXPECTED = 5;

  private Turnover() {}

  /**
   * Up to three of each, the heaviest first: {@code , new: 'x' 12%, gone: 'b' (was 25%)}; empty
   * where there are none.
   *
   * @param before the reference, with at least one value
   * @param after the window, with at least one value
   */
  static String of(Profile.Categories profile, ColumnSummary before, ColumnSummary after) {
    // Of a split profile some rows chose the cells and were not counted: it tells a little less.
    String fresh = profile.choice() == Profile.Choice.SPLIT ? ", new or rare before: " : ", new: ";
    return listed(fresh, fresh(before, after)) + listed(", gone: ", gone(profile, before, after));
  }

  private static String listed(String what, List<String> names) {
    return names.isEmpty() ? "" : what + String.join(", ", names);
  }

  /** A category as a person reads it; of a long one the beginning. */
  static String named(String name) {
    String cut = Newcomers.cut(name);
    return "'" + cut + (name.length() > Newcomers.LONGEST ? "…" : "") + "'";
  }

  private static List<String> fresh(ColumnSummary before, ColumnSummary after) {
    Newcomers now = after.newcomers();
    Newcomers was = before.newcomers();
    double most = (double) was.error() / before.values();
    List<String> names = new ArrayList<>();
    for (String name : now.heaviest()) {
      double share = (double) now.count(name) / after.values();
      boolean fresh = was.count(name) == 0 && most <= PART * share;
      if (fresh && now.count(name) >= LEAST_MET && names.size() < MOST_NAMED) {
        String about = now.error() > 0 ? " at least " : " ";
        names.add(named(name) + about + Movement.percent(share));
      }
    }
    return names;
  }

  private static List<String> gone(
      Profile.Categories profile, ColumnSummary before, ColumnSummary after) {
    long[] was = before.cells();
    long[] is = after.cells();
    return IntStream.range(0, profile.names().size())
        .filter(i -> is[i] == 0 && expected(was[i], before, after) >= LEAST_EXPECTED)
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> -was[i]))
        .limit(MOST_NAMED)
        .map(
            i ->
                named(profile.names().get(i))
                    + " (was "
                    + Movement.percent((double) was[i] / before.values())
                    + ")")
        .toList();
  }

  private static double expected(long was, ColumnSummary before, ColumnSummary after) {
    return (double) was / before.values() * after.values();
  }
}
