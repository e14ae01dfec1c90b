package io.homeostat.core.lane;

import io.homeostat.core.form.Forms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is due at a time, in a queue by time: keys in buckets of equal length, so that neither
 * scheduling nor a tick scans the state. A key comes out at the first tick at or after its time,
 * rounded up to the bucket, in the order in which the keys of its bucket were scheduled. A key may
 * be scheduled many times; whoever takes it out judges whether it is still wanted.
 */
public final class DueQueue {
  private static final String CURSOR = "cursor";
  private static final String BEFORE = "before";
  private static final char SEPARATOR = ':';
  private static final int DRAINED = 0;
  private static final int WAITING = 1;

  private final long stepMillis;
  private final Table<List<String>> buckets;
  private final Table<long[]> cursor;

  /**
   * A queue.
   *
   * @param name the prefix of its tables' names
   * @param stepMillis the length of a bucket
   */
  public DueQueue(String name, long stepMillis) {
    this.stepMillis = stepMillis;
    this.buckets = new Table<>(name + ".buckets", new LaneTables.Strings());
    this.cursor = new Table<>(name + ".cursor", Forms.of(long[].class));
  }

  /** The queue's part of a fold's state. */
  public List<Table<?>> tables() {
    return List.of(buckets, cursor);
  }

  /**
   * Lets {@code key} come out at the first tick at or after {@code timeMillis}; at the next one if
   * that has passed.
   */
  public void schedule(Cells cells, long timeMillis, String key) {
    long bucket = -Math.floorDiv(-timeMillis, stepMillis);
    Optional<long[]> begun = cells.get(cursor, CURSOR);
    if (begun.isEmpty()) {
      append(cells, BEFORE, bucket + String.valueOf(SEPARATOR) + key);
    } else {
      schedule(cells, begun.get(), bucket, key);
    }
  }

  private void schedule(Cells cells, long[] state, long bucket, String key) {
    long target = Math.max(bucket, state[DRAINED] + 1);
    state[WAITING]++;
    cells.put(cursor, CURSOR, state);
    append(cells, Long.toString(target), key);
  }

  private void append(Cells cells, String bucket, String key) {
    List<String> keys = cells.get(buckets, bucket).orElseGet(ArrayList::new);
    keys.add(key);
    cells.put(buckets, bucket, keys);
  }

  /** Takes out what is due at {@code nowMillis}, in order. */
  public List<String> due(Cells cells, long nowMillis) {
    long last = Math.floorDiv(nowMillis, stepMillis);
    Optional<long[]> begun = cells.get(cursor, CURSOR);
    if (begun.isEmpty()) {
      return begin(cells, last);
    }
    long[] state = begun.get();
    List<String> due = new ArrayList<>();
    for (long bucket = state[DRAINED] + 1;
        bucket <= last && state[WAITING] > due.size();
        bucket++) {
      take(cells, Long.toString(bucket), due);
    }
    state[DRAINED] = Math.max(state[DRAINED], last);
    state[WAITING] -= due.size();
    cells.put(cursor, CURSOR, state);
    return due;
  }

  /** The first tick: what was scheduled before it is due or finds its bucket. */
  private List<String> begin(Cells cells, long last) {
    List<String> before = new ArrayList<>();
    take(cells, BEFORE, before);
    before.sort(Comparator.comparingLong(DueQueue::bucket));
    long[] state = {last, 0};
    cells.put(cursor, CURSOR, state);
    List<String> due = new ArrayList<>();
    for (String entry : before) {
      String key = entry.substring(entry.indexOf(SEPARATOR) + 1);
      if (bucket(entry) <= last) {
        due.add(key);
      } else {
        schedule(cells, state, bucket(entry), key);
      }
    }
    return due;
  }

  private static long bucket(String entry) {
    return Long.parseLong(entry.substring(0, entry.indexOf(SEPARATOR)));
  }

  private void take(Cells cells, String bucket, List<String> into) {
    cells
        .get(buckets, bucket)
        .ifPresent(
            keys -> {
              into.addAll(keys);
              cells.remove(buckets, bucket);
            });
  }
}
