package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.mapping.EntityMapping;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds a series by the bytes of its labels, so that labels are read, checked and mapped once and
 * not with every sample. It holds a bounded number of series and of bytes: a new one takes the
 * place of an old one, and when the bytes run out all are forgotten. Safe for several threads.
 */
public final class SeriesCache {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WAYS = 8;
  private static final int ENTRY_BYTES = 300;

  /** About 6 MiB. */
  private static final int MOST_ENTITIES = 1 << 14;

  private record Entry(long hash, byte[] labels, KnownSeries series) {}

  private record KnownEntity(EntityId entity, int number) {}

  private final AtomicReferenceArray<@Nullable Entry> entries;
  private final int mask;
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final LabelSection labels;
  private final Map<EntityId, KnownEntity> entities = new ConcurrentHashMap<>();
  private final AtomicInteger entityIds = new AtomicInteger();
  private final AtomicInteger seriesIds = new AtomicInteger();

  /**
   * An empty cache.
   *
   * @param bits the most series are two to the power of this
   * @param mostBytes about how much memory it may take
   */
  public SeriesCache(EntityMapping mapping, int bits, long mostBytes) {
    this.entries = new AtomicReferenceArray<>(1 << bits);
    this.mask = (1 << bits) - 1;
    this.mostBytes = mostBytes;
    this.labels = new LabelSection(mapping);
  }

  /** The series whose labels are fields 1 of {@code prometheus.TimeSeries} in these bytes. */
  KnownSeries find(byte[] request, int from, int end) throws MalformedException {
    long hash = hash(request, from, end);
    int home = (int) (hash ^ (hash >>> 32));
    for (int way = 0; way < WAYS; way++) {
      Entry entry = entries.get((home + way) & mask);
      if (entry == null) {
        return put((home + way) & mask, hash, request, from, end);
      }
      if (entry.hash == hash
          && Arrays.equals(entry.labels, 0, entry.labels.length, request, from, end)) {
        return entry.series;
      }
    }
    return put((home + (int) (hash >>> 61)) & mask, hash, request, from, end);
  }

  private KnownSeries put(int slot, long hash, byte[] request, int from, int end)
      throws MalformedException {
    KnownSeries series = labels.read(request, from, end, this);
    int size = weigh(series, end - from);
    if (size > mostBytes / 1_000) {
      return series;
    }
    if (bytes.addAndGet(size) > mostBytes) {
      forget();
      bytes.addAndGet(size);
    }
    Entry before =
        entries.getAndSet(slot, new Entry(hash, Arrays.copyOfRange(request, from, end), series));
    if (before != null) {
      bytes.addAndGet(-weigh(before.series, before.labels.length));
    }
    return series;
  }

  private static int weigh(KnownSeries series, int labelBytes) {
    return series instanceof KnownSeries.Usable usable
        ? ENTRY_BYTES + labelBytes + 2 * usable.name().length()
        : ENTRY_BYTES + labelBytes;
  }

  private synchronized void forget() {
    for (int i = 0; i <= mask; i++) {
      entries.set(i, null);
    }
    bytes.set(0);
  }

  /**
   * A new series of an entity.
   *
   * @param labels those that are not in the entity, as text
   */
  KnownSeries.Usable usable(EntityId entity, String metric, String labels) {
    if (entities.size() >= MOST_ENTITIES) {
      entities.clear();
    }
    KnownEntity known =
        entities.computeIfAbsent(entity, key -> new KnownEntity(key, entityIds.incrementAndGet()));
    int series = seriesIds.addAndGet(KnownSeries.NUMBERS) & Integer.MAX_VALUE;
    return new KnownSeries.Usable(
        new KnownSeries.Place(series, known.number()),
        known.entity(),
        metric,
        labels,
        metric + labels);
  }

  private static long hash(byte[] bytes, int from, int end) {
    long hash = (end - from) * 0x9e3779b97f4a7c15L;
    int i = from;
    for (; i + 8 <= end; i += 8) {
      hash = (hash ^ (long) LONGS.get(bytes, i)) * 0xff51afd7ed558ccdL;
      hash ^= hash >>> 29;
    }
    for (; i < end; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    hash *= 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
