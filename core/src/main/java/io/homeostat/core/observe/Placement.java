package io.homeostat.core.observe;

import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where the series of a frame stand among an entity's columns.
 *
 * @param series the frame's series
 * @param columns by position in the frame: the column; −1 for a series without one, and for a
 *     second mention of the same series
 * @param positions by column: the position in the frame; −1 for a series that is not in it
 * @param missing the series that have no column yet, each once
 */
public record Placement(SeriesNames series, int[] columns, int[] positions, List<String> missing) {

  static Placement of(Columns columns, SeriesNames series) {
    int[] byPosition = new int[series.size()];
    int[] byColumn = new int[columns.size()];
    Arrays.fill(byColumn, -1);
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < byPosition.length; i++) {
      int column = columns.indexOf(series.name(i));
      boolean repeated = column >= 0 && byColumn[column] >= 0;
      byPosition[i] = repeated ? -1 : column;
      if (column < 0 && !missing.contains(series.name(i))) {
        missing.add(series.name(i));
      }
      if (column >= 0 && !repeated) {
        byColumn[column] = i;
      }
    }
    return new Placement(series, byPosition, byColumn, List.copyOf(missing));
  }

  /** The same without some columns. */
  public Placement without(BitSet left) {
    int[] byPosition = columns.clone();
    int[] byColumn = positions.clone();
    for (int i = 0; i < byPosition.length; i++) {
      if (byPosition[i] >= 0 && left.get(byPosition[i])) {
        byColumn[byPosition[i]] = -1;
        byPosition[i] = -1;
      }
    }
    return new Placement(series, byPosition, byColumn, missing);
  }
}
