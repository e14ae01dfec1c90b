package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.ingest.intake.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects a request's samples and gives them as frames: one entity at one time, its series in the
 * order in which they were first seen, at most 1,000 each; of two samples of one series at one time
 * the last counts. It holds no more entities, times and names than a request may have, and serves
 * one request after another.
 */
final class SampleSheet {
  /** How many characters the names of one request's series may have together. */
  static final int MOST_NAME_CHARACTERS = 4 * 1024 * 1024;

  private static final int SAMPLES = 512;
  private static final int MOST_KEPT = 1 << 14;

  private KnownSeries[] series = new KnownSeries[SAMPLES];
  private int[] numbers = new int[SAMPLES];
  private int[] entities = new int[SAMPLES];
  private long[] times = new long[SAMPLES];
  private double[] values = new double[SAMPLES];
  private int[] groups = new int[SAMPLES];
  private int size;

  private int[] table = new int[256];
  private int[] heads = new int[64];
  private int[] counts = new int[64];
  private boolean[] split = new boolean[64];
  private int splits;
  private int groupCount;
  private long nameCharacters;

  /** Begins anew; what one large request needed is not kept for the next. */
  void clear() {
    if (times.length > MOST_KEPT) {
      series = new KnownSeries[SAMPLES];
      numbers = new int[SAMPLES];
      entities = new int[SAMPLES];
      times = new long[SAMPLES];
      values = new double[SAMPLES];
      groups = new int[SAMPLES];
    }
    if (heads.length > MOST_KEPT) {
      table = new int[256];
      heads = new int[64];
      counts = new int[64];
      split = new boolean[64];
    }
    if (groupCount > 0) {
      Arrays.fill(table, 0);
    }
    size = 0;
    groupCount = 0;
    splits = 0;
    nameCharacters = 0;
  }

  /** Adds a sample; false, and nothing done, when the request has too much already. */
  boolean add(Subject one, long timeMillis, double value) {
    boolean another = size == 0 || numbers[size - 1] != one.number();
    int characters = another ? one.nameLength() : 0;
    if (nameCharacters + characters > MOST_NAME_CHARACTERS) {
      return false;
    }
    if (size == times.length) {
      series = Arrays.copyOf(series, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
      entities = Arrays.copyOf(entities, size * 2);
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
      groups = Arrays.copyOf(groups, size * 2);
    }
    series[size] = one.series();
    numbers[size] = one.number();
    entities[size] = one.entityNumber();
    times[size] = timeMillis;
    values[size] = value;
    int group = group(one.entityNumber(), timeMillis);
    if (group < 0) {
      return false;
    }
    groups[size] = group;
    boolean next =
        counts[group] == 0
            || (heads[group] + counts[group] == size && numbers[size - 1] < one.number());
    if (!next && !split[group]) {
      split[group] = true;
      splits++;
    }
    counts[group]++;
    nameCharacters += characters;
    size++;
    return true;
  }

  /** The group of an entity at a time, made if it is new; −1 when there are too many. */
  private int group(int entity, long timeMillis) {
    if (size > 0 && entities[size - 1] == entity && times[size - 1] == timeMillis) {
      return groups[size - 1];
    }
    long mixed = (timeMillis * 0x9e3779b97f4a7c15L) ^ (entity * 0xd6e8feb86659fd93L);
    int slot = (int) (mixed ^ (mixed >>> 32)) & (table.length - 1);
    while (table[slot] != 0) {
      int group = table[slot] - 1;
      int head = heads[group];
      if (entities[head] == entity && times[head] == timeMillis) {
        return group;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    if (groupCount == Frames.MOST) {
      return -1;
    }
    if (groupCount == heads.length) {
      heads = Arrays.copyOf(heads, groupCount * 2);
      counts = Arrays.copyOf(counts, groupCount * 2);
      split = Arrays.copyOf(split, groupCount * 2);
    }
    heads[groupCount] = size;
    counts[groupCount] = 0;
    split[groupCount] = false;
    table[slot] = ++groupCount;
    if (groupCount * 2 > table.length) {
      rehash();
    }
    return groupCount - 1;
  }

  private void rehash() {
    table = new int[table.length * 2];
    for (int group = 0; group < groupCount; group++) {
      int head = heads[group];
      long mixed = (times[head] * 0x9e3779b97f4a7c15L) ^ (entities[head] * 0xd6e8feb86659fd93L);
      int slot = (int) (mixed ^ (mixed >>> 32)) & (table.length - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = group + 1;
    }
  }

  /** All frames, in the order of their first samples. */
  List<MetricFrame> frames(long receivedMillis, NamesCache names) {
    List<MetricFrame> frames = new ArrayList<>(groupCount);
    long[][] members = splits == 0 ? new long[0][] : members();
    for (int group = 0; group < groupCount; group++) {
      if (split[group]) {
        sort(members[group]);
        cut(members[group], receivedMillis, names, frames);
      } else {
        run(heads[group], heads[group] + counts[group], receivedMillis, names, frames);
      }
    }
    return frames;
  }

  /** Of the groups whose samples don't stand together in order, where they stand. */
  private long[][] members() {
    long[][] members = new long[groupCount][];
    int[] filled = new int[groupCount];
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      if (split[group]) {
        if (members[group] == null) {
          members[group] = new long[counts[group]];
        }
        members[group][filled[group]++] = ((long) numbers[i] << 32) | i;
      }
    }
    return members;
  }

  /** The frames of samples that stand together in order, as they mostly do. */
  private void run(
      int begin, int end, long receivedMillis, NamesCache names, List<MetricFrame> frames) {
    for (int from = begin; from < end; from += Frames.LARGEST) {
      int to = Math.min(end, from + Frames.LARGEST);
      Optional<SeriesNames> known = names.known(numbers, from, to);
      if (known.isPresent()) {
        double[] samples = Arrays.copyOfRange(values, from, to);
        frames.add(
            new MetricFrame(entity(from), times[from], receivedMillis, known.get(), samples));
      } else {
        long[] group = new long[to - from];
        for (int i = from; i < to; i++) {
          group[i - from] = ((long) numbers[i] << 32) | i;
        }
        frames.add(fresh(group, Arrays.copyOfRange(numbers, from, to), receivedMillis, names));
      }
    }
  }

  /** Senders mostly keep to their order, so it is often there already. */
  private static void sort(long[] group) {
    for (int i = 1; i < group.length; i++) {
      if (group[i] < group[i - 1]) {
        Arrays.sort(group);
        return;
      }
    }
  }

  private void cut(long[] group, long receivedMillis, NamesCache names, List<MetricFrame> frames) {
    int kept = 0;
    for (int i = 0; i < group.length; i++) {
      boolean last = i + 1 == group.length || group[i] >>> 32 != group[i + 1] >>> 32;
      if (last) {
        group[kept++] = group[i];
      }
    }
    for (int from = 0; from < kept; from += Frames.LARGEST) {
      frames.add(frame(group, from, Math.min(kept, from + Frames.LARGEST), receivedMillis, names));
    }
  }

  private MetricFrame frame(long[] group, int from, int to, long receivedMillis, NamesCache names) {
    int[] part = new int[to - from];
    double[] samples = new double[to - from];
    for (int i = from; i < to; i++) {
      part[i - from] = (int) (group[i] >>> 32);
      samples[i - from] = values[(int) group[i]];
    }
    Optional<SeriesNames> known = names.known(part, 0, part.length);
    int head = (int) group[from];
    return known.isPresent()
        ? new MetricFrame(entity(head), times[head], receivedMillis, known.get(), samples)
        : fresh(Arrays.copyOfRange(group, from, to), part, receivedMillis, names);
  }

  /**
   * A frame of series that are not known together. One series may have two numbers, when its labels
   * were written in two ways or when it was forgotten in between; it still counts once.
   */
  private MetricFrame fresh(long[] group, int[] part, long receivedMillis, NamesCache names) {
    Map<String, Integer> last = new LinkedHashMap<>();
    for (long member : group) {
      last.merge(usable((int) member).name(), (int) member, Math::max);
    }
    double[] samples = last.values().stream().mapToDouble(at -> values[at]).toArray();
    SeriesNames of = names.add(part, List.copyOf(last.keySet()));
    int head = (int) group[0];
    return new MetricFrame(entity(head), times[head], receivedMillis, of, samples);
  }

  private EntityId entity(int at) {
    return usable(at).entity();
  }

  private KnownSeries.Usable usable(int at) {
    return (KnownSeries.Usable) series[at];
  }
}
