package io.homeostat.processors.shell;

import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The keys under which Flink holds lanes. Lane <i>i</i> of <i>n</i> has the smallest number that
 * hashes to key group <i>i · 128 / n</i>, so that lanes are spread evenly over any number of
 * workers that divides them.
 */
public final class LaneKeys implements KeySelector<LaneBytes, Integer> {
  private static final long serialVersionUID = 1L;

  /** The number of key groups; pinned, since state is stored by key group. */
  public static final int MAX_PARALLELISM = 128;

  private final Integer[] keys;

  /** Keys for a stream of {@code lanes} lanes, at most {@link #MAX_PARALLELISM}. */
  public LaneKeys(int lanes) {
    if (lanes < 1 || MAX_PARALLELISM % lanes != 0) {
      throw new IllegalArgumentException(
          "lanes are " + lanes + "; give a power of two up to " + MAX_PARALLELISM);
    }
    keys = new Integer[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      keys[lane] = smallestInGroup(lane * MAX_PARALLELISM / lanes);
    }
  }

  @Override
  public Integer getKey(LaneBytes record) {
    return keys[record.lane()];
  }

  private static int smallestInGroup(int group) {
    int key = 0;
    while (KeyGroupRangeAssignment.assignToKeyGroup(key, MAX_PARALLELISM) != group) {
      key++;
    }
    return key;
  }
}
