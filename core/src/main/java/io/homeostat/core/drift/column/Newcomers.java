package io.homeostat.core.drift.column;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The heaviest of the categories that have no cell: eight counters (J. Misra and D. Gries, "Finding
 * repeated elements", 1982), merged as P. Agarwal and others do ("Mergeable summaries", PODS 2012,
 * section 2). Whatever the order and however often it was merged, a counter is never above how
 * often its name was met, and below it by at most {@link #error}, which is at most a ninth of all
 * that was counted; a name without a counter was met at most so often. Names that begin with the
 * same 64 characters count as one. Mutable; at most 1.7 KiB in its form.
 */
public final class Newcomers {
  /** As many names are held at most. */
  public static final int COUNTERS = 8;

  /** Of a name so many characters are held. */
  public static final int LONGEST = 64;

  private final TreeMap<String, Long> counts = new TreeMap<>();
  private long dropped;

  /** Counts a name. */
  public void add(String name) {
    String held = cut(name);
    if (counts.size() < COUNTERS || counts.containsKey(held)) {
      counts.merge(held, 1L, Long::sum);
    } else {
      lower(1);
      dropped += 1;
    }
  }

  /** Adds the names that were counted elsewhere. */
  public void merge(Newcomers other) {
    other.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
    dropped += other.dropped;
    if (counts.size() > COUNTERS) {
      List<Long> sorted = counts.values().stream().sorted(Collections.reverseOrder()).toList();
      lower(sorted.get(COUNTERS));
    }
  }

  /** Takes so many from each counter; those that have no more are forgotten. */
  private void lower(long by) {
    for (long count : counts.values()) {
      dropped += Math.min(count, by);
    }
    counts.replaceAll((name, count) -> count - by);
    counts.values().removeIf(count -> count <= 0);
  }

  /** By how much a counter is below how often its name was met, at most; 0 where all is exact. */
  public long error() {
    return dropped / (COUNTERS + 1);
  }

  /** How often a name was met at least; 0 for one that has no counter. */
  public long count(String name) {
    return counts.getOrDefault(cut(name), 0L);
  }

  /** The names that have a counter, the greatest first. */
  public List<String> heaviest() {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The beginning of a name, as it can be written in UTF-8: half a pair of surrogates can't. */
  public static String cut(String name) {
    int end = Math.min(LONGEST, name.length());
    boolean halved = end < name.length() && Character.isHighSurrogate(name.charAt(end - 1));
    String held = name.substring(0, halved ? end - 1 : end);
    return new String(held.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** A deep copy. */
  public Newcomers copy() {
    Newcomers copy = new Newcomers();
    copy.counts.putAll(counts);
    copy.dropped = dropped;
    return copy;
  }

  /** Writes it. */
  public void write(ByteSink sink) {
    sink.writeLong(counts.size());
    counts.forEach(
        (name, count) -> {
          sink.writeString(name);
          sink.writeLong(count);
        });
    sink.writeLong(dropped);
  }

  /** Reads it. */
  public static Newcomers read(ByteSource source) {
    Newcomers newcomers = new Newcomers();
    int size = source.readLength(2);
    for (int i = 0; i < size; i++) {
      newcomers.counts.put(source.readString(), source.readLong());
    }
    newcomers.dropped = source.readLong();
    boolean counted = newcomers.counts.values().stream().allMatch(count -> count > 0);
    if (size > COUNTERS || newcomers.counts.size() != size || !counted || newcomers.dropped < 0) {
      throw new FormException(
          "new categories have "
              + size
              + " counters; at most 8, each above 0 and of another name, are right");
    }
    return newcomers;
  }
}
