package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.mapping.EntityMapping;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds a series by the bytes of its labels, so that labels are read, checked and mapped once and
 * not with every sample. Senders tell of the same series in the same order again and again, so the
 * series that followed another is tried first, and all of them lie in memory in the order in which
 * they came: what is compared next is mostly in the processor's cache already. It holds a bounded
 * number of bytes; when they run out all is forgotten. For one thread at a time.
 */
public final class SeriesCache {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What a series takes beside its labels, as bytes and as text. */
  private static final int SERIES_BYTES = 300;

  /** About 6 MiB. */
  private static final int MOST_ENTITIES = 1 << 14;

  private static final int LAST_NUMBER = 1 << 27;
  private static final int NONE = -1;

  /** The place of a series that is too large to be kept for what it is. */
  private static final int PASSING = -2;

  private record KnownEntity(EntityId entity, int number) {}

  private final long key = new SecureRandom().nextLong();
  private final long mostBytes;
  private final int lastNumber;
  private final NamesCache names = new NamesCache();
  private final LabelSection labels;
  private final Map<EntityId, KnownEntity> entities = new HashMap<>();
  private int entityNumber;

  private byte[] bytes = new byte[64 * 1024];
  private int[] starts = new int[256];
  private int[] followers = new int[256];
  private int[] entityNumbers = new int[256];
  private int[] nameLengths = new int[256];
  private KnownSeries[] series = new KnownSeries[256];
  private int[] table = new int[1024];
  private int count;
  private int forgotten;
  private long held;
  private KnownSeries.Unusable passing = new KnownSeries.Unusable(Reason.NAME, "");

  /**
   * An empty cache.
   *
   * @param mostBytes about how much memory it may take
   */
  public SeriesCache(EntityMapping mapping, long mostBytes) {
    this(mapping, mostBytes, LAST_NUMBER);
  }

  /**
   * An empty cache.
   *
   * @param lastNumber how many series it numbers before it begins anew
   */
  SeriesCache(EntityMapping mapping, long mostBytes, int lastNumber) {
    this.lastNumber = lastNumber;
    this.mostBytes = mostBytes;
    this.labels = new LabelSection(mapping);
  }

  /** The names of series that were told of together. */
  NamesCache names() {
    return names;
  }

  /**
   * The place of the series that is expected after another, when its labels are what stands in
   * these bytes first; else −1.
   */
  int guess(int before, byte[] request, int from, int end) {
    if (before < 0 || before >= count) {
      return NONE;
    }
    int guess = followers[before];
    int start = starts[guess];
    int length = starts[guess + 1] - start;
    boolean same =
        length <= end - from
            && Arrays.equals(bytes, start, start + length, request, from, from + length);
    return same ? guess : NONE;
  }

  /** How many bytes the labels of a series have. */
  int length(int place) {
    return starts[place + 1] - starts[place];
  }

  /**
   * The place of the series whose labels are fields 1 of {@code prometheus.TimeSeries} in these
   * bytes; it holds until another is asked for.
   *
   * @param before the place of the series before in the request; −1 for none
   */
  int find(int before, byte[] request, int from, int end) throws MalformedException {
    long hash = hash(request, from, end);
    int slot = slot(hash);
    while (table[slot] != 0) {
      int place = table[slot] - 1;
      int start = starts[place];
      if (starts[place + 1] - start == end - from
          && Arrays.equals(bytes, start, starts[place + 1], request, from, end)) {
        follow(before, place);
        return place;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    int place = put(request, from, end);
    follow(before, place);
    return place;
  }

  /** Turns a subject to the series at a place. */
  void turn(Subject subject, int place) {
    if (place == PASSING) {
      subject.set(passing);
      return;
    }
    subject.set(
        series[place],
        (forgotten + place) * KnownSeries.NUMBERS,
        entityNumbers[place],
        nameLengths[place]);
  }

  private void follow(int before, int place) {
    if (before >= 0 && before < count && place >= 0) {
      followers[before] = place;
    }
  }

  private int put(byte[] request, int from, int end) throws MalformedException {
    KnownSeries fresh = labels.read(request, from, end, this);
    long size = weigh(fresh, end - from);
    if (fresh instanceof KnownSeries.Unusable unusable && size > mostBytes / 1_000) {
      passing = unusable;
      return PASSING;
    }
    if (held + size > mostBytes || forgotten + count == lastNumber) {
      forget();
    }
    held += size;
    grow(end - from);
    System.arraycopy(request, from, bytes, starts[count], end - from);
    starts[count + 1] = starts[count] + end - from;
    if (fresh instanceof KnownSeries.Usable usable) {
      series[count] = usable.numbered(forgotten + count);
      entityNumbers[count] = usable.entityNumber();
      nameLengths[count] = usable.name().length();
    } else {
      series[count] = fresh;
      entityNumbers[count] = NONE;
      nameLengths[count] = 0;
    }
    followers[count] = count;
    count++;
    enter(count - 1);
    return count - 1;
  }

  private static int weigh(KnownSeries series, int labelBytes) {
    return SERIES_BYTES
        + labelBytes
        + (series instanceof KnownSeries.Usable usable ? 2 * usable.name().length() : 0);
  }

  private void grow(int more) {
    if (starts[count] + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, starts[count] + more));
    }
    if (count + 1 == starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      followers = Arrays.copyOf(followers, followers.length * 2);
      entityNumbers = Arrays.copyOf(entityNumbers, entityNumbers.length * 2);
      nameLengths = Arrays.copyOf(nameLengths, nameLengths.length * 2);
      series = Arrays.copyOf(series, series.length * 2);
    }
    if (count * 2 > table.length) {
      table = new int[table.length * 2];
      for (int place = 0; place < count; place++) {
        enter(place);
      }
    }
  }

  private void enter(int place) {
    int slot = slot(hash(bytes, starts[place], starts[place + 1]));
    while (table[slot] != 0) {
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = place + 1;
  }

  private void forget() {
    forgotten += count;
    if (forgotten == lastNumber) {
      forgotten = 0;
      names.forget();
    }
    count = 0;
    held = 0;
    Arrays.fill(table, 0);
    Arrays.fill(series, null);
  }

  /** A series of an entity, not yet numbered. */
  KnownSeries.Usable usable(EntityId entity, String metric, String labelText) {
    if (entities.size() >= MOST_ENTITIES) {
      entities.clear();
    }
    KnownEntity known =
        entities.computeIfAbsent(entity, key -> new KnownEntity(key, ++entityNumber));
    return new KnownSeries.Usable(
        0, known.number(), known.entity(), metric, labelText, metric + labelText);
  }

  private int slot(long hash) {
    return (int) hash & (table.length - 1);
  }

  /** Keyed, so that nobody outside can tell which labels meet in one slot. */
  private long hash(byte[] from, int start, int end) {
    long hash = key ^ (end - start);
    int i = start;
    for (; i + 8 <= end; i += 8) {
      hash = fold(hash ^ (long) LONGS.get(from, i));
    }
    for (; i < end; i++) {
      hash = fold(hash ^ (from[i] & 0xff));
    }
    return fold(hash);
  }

  private long fold(long value) {
    long mixed = value + key;
    return Math.multiplyHigh(mixed, 0xff51afd7ed558ccdL) ^ (mixed * 0x9e3779b97f4a7c15L);
  }
}
