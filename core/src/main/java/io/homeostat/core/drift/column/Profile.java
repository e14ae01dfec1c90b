package io.homeostat.core.drift.column;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a column was when it was learned: what its values are, and which cells they are counted in.
 */
public sealed interface Profile {

  /** How many cells there are. */
  int cells();

  /** Each cell's scores, by which it is seen how values follow each other: two lists. */
  double[][] scores();

  /**
   * A column of numbers.
   *
   * @param bins its cells
   * @param scores each cell's place among the values, and its square
   */
  record Numbers(Bins bins, double[][] scores) implements Profile {

    /** Learns from finite values, at least one. */
    public static Numbers of(double[] values) {
      return of(Bins.of(values), values);
    }

    private static Numbers of(Bins bins, double[] values) {
      long[] counts = new long[bins.cells()];
      for (double value : values) {
        counts[bins.cell(value)]++;
      }
      double[] places = new double[counts.length];
      double[] squares = new double[counts.length];
      double below = 0;
      for (int i = 0; i < counts.length; i++) {
        places[i] = (below + counts[i] / 2.0) / values.length - 0.5;
        squares[i] = places[i] * places[i];
        below += counts[i];
      }
      return new Numbers(bins, new double[][] {places, squares});
    }

    @Override
    public int cells() {
      return bins.cells();
    }
  }

  /**
   * The rows of a reference: those that the profile was learned from, and those after them. Where
   * some categories were rare, chance has chosen which ones have a cell; then the first rows count
   * only while they are the most.
   */
  default ColumnSummary settled(ColumnSummary learned, ColumnSummary later) {
    boolean sure = !(this instanceof Categories categories) || categories.choice() == Choice.SURE;
    if (!sure && later.rows() >= learned.rows()) {
      return later;
    }
    ColumnSummary both = learned.copy();
    both.merge(later);
    return both;
  }

  /** How categories got their cells. */
  enum Choice {
    /** All that there are, each met often. */
    SURE,
    /** All that were met. */
    SEEN,
    /** Those met often in the first half of the learned rows, which is not counted. */
    SPLIT
  }

  /**
   * A column of categories.
   *
   * @param names the categories that have a cell; the last cell holds all others
   * @param choice how they were chosen
   * @param places each name's cell
   */
  record Categories(List<String> names, Choice choice, Map<String, Integer> places)
      implements Profile {
    /** As many categories have a cell at most. */
    public static final int MOST = 256;

    private static final int OFTEN = 10;
    private static final int RARE = 5;

    public Categories {
      names = List.copyOf(names);
    }

    /** The categories with these names. */
    public static Categories of(List<String> names, Choice choice) {
      Map<String, Integer> places = new HashMap<>();
      names.forEach(name -> places.put(name, places.size()));
      return new Categories(names, choice, places);
    }

    /** Learns from values in their order. */
    public static Categories of(List<String> values) {
      Map<String, Integer> all = count(values);
      if (all.size() > MOST) {
        return of(ordered(count(values.subList(0, values.size() / 2)), RARE), Choice.SPLIT);
      }
      boolean often = all.values().stream().allMatch(count -> count >= OFTEN);
      return of(ordered(all, 1), often ? Choice.SURE : Choice.SEEN);
    }

    /** How many of the learned rows must not be counted. */
    public int uncounted(int learned) {
      return choice == Choice.SPLIT ? learned / 2 : 0;
    }

    private static Map<String, Integer> count(List<String> values) {
      Map<String, Integer> counts = new HashMap<>();
      values.forEach(value -> counts.merge(value, 1, Integer::sum));
      return counts;
    }

    private static List<String> ordered(Map<String, Integer> counts, int least) {
      return counts.entrySet().stream()
          .filter(entry -> entry.getValue() >= least)
          .sorted(
              Map.Entry.<String, Integer>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(MOST)
          .map(Map.Entry::getKey)
          .toList();
    }

    /** The cell of a category. */
    public int cell(String name) {
      Integer place = places.get(name);
      return place == null ? names.size() : place;
    }

    @Override
    public int cells() {
      return names.size() + 1;
    }

    /** Two directions that belong to no category more than to another (D. Knuth's multiplier). */
    @Override
    public double[][] scores() {
      double[][] scores = new double[2][cells()];
      for (int i = 0; i < cells(); i++) {
        scores[0][i] = (((i + 1) * 0x9E3779B97F4A7C15L) >>> 40) * 0x1p-24 - 0.5;
        scores[1][i] = (((i + 1) * 0xD1B54A32D192ED03L) >>> 40) * 0x1p-24 - 0.5;
      }
      return scores;
    }
  }
}
