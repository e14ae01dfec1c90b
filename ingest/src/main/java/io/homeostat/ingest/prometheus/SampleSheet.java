package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.ingest.intake.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects a request's samples and gives them as frames: one entity at one time, its series in the
 * order in which they were first seen, at most 1,000 each; of two samples of one series at one time
 * the last counts.
 */
final class SampleSheet {
  private KnownSeries.Usable[] series = new KnownSeries.Usable[512];
  private long[] times = new long[512];
  private double[] values = new double[512];
  private int[] groups = new int[512];
  private int size;

  private int[] table = new int[256];
  private int[] heads = new int[64];
  private int[] counts = new int[64];
  private int groupCount;

  void add(KnownSeries.Usable one, long timeMillis, double value) {
    if (size == times.length) {
      series = Arrays.copyOf(series, size * 2);
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
      groups = Arrays.copyOf(groups, size * 2);
    }
    series[size] = one;
    times[size] = timeMillis;
    values[size] = value;
    int group = group(one, timeMillis);
    groups[size] = group;
    counts[group]++;
    size++;
  }

  private int group(KnownSeries.Usable one, long timeMillis) {
    int entity = one.place().entity();
    long mixed = (timeMillis * 0x9e3779b97f4a7c15L) ^ (entity * 0xd6e8feb86659fd93L);
    int slot = (int) (mixed ^ (mixed >>> 32)) & (table.length - 1);
    while (table[slot] != 0) {
      int group = table[slot] - 1;
      int head = heads[group];
      if (series[head].place().entity() == entity && times[head] == timeMillis) {
        return group;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    if (groupCount == heads.length) {
      heads = Arrays.copyOf(heads, groupCount * 2);
      counts = Arrays.copyOf(counts, groupCount * 2);
    }
    heads[groupCount] = size;
    counts[groupCount] = 0;
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
      long mixed =
          (times[head] * 0x9e3779b97f4a7c15L)
              ^ (series[head].place().entity() * 0xd6e8feb86659fd93L);
      int slot = (int) (mixed ^ (mixed >>> 32)) & (table.length - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = group + 1;
    }
  }

  /** All frames, in the order of their first samples. */
  List<MetricFrame> frames(long receivedMillis, NamesCache names) {
    long[][] members = new long[groupCount][];
    int[] filled = new int[groupCount];
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      if (members[group] == null) {
        members[group] = new long[counts[group]];
      }
      members[group][filled[group]++] = ((long) series[i].place().series() << 32) | i;
    }
    List<MetricFrame> frames = new ArrayList<>(groupCount);
    for (long[] group : members) {
      sort(group);
      cut(group, receivedMillis, names, frames);
    }
    return frames;
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
    KnownSeries.Usable head = series[(int) group[0]];
    for (int from = 0; from < kept; from += Frames.LARGEST) {
      int to = Math.min(kept, from + Frames.LARGEST);
      String[] texts = new String[to - from];
      double[] part = new double[to - from];
      long hash = 1;
      for (int i = from; i < to; i++) {
        int at = (int) group[i];
        texts[i - from] = series[at].name();
        part[i - from] = values[at];
        hash = hash * 0x9e3779b97f4a7c15L + (group[i] >>> 32);
      }
      SeriesNames of = names.of(hash, texts);
      frames.add(new MetricFrame(head.entity(), times[(int) group[0]], receivedMillis, of, part));
    }
  }
}
