package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.SeriesNames;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same names the same object, since a sender sends the same series again and again. It
 * holds a bounded number; a new one takes the place of an old one. Safe for several threads.
 */
final class NamesCache {
  private static final int SLOTS = 4_096;
  private static final int LARGEST_KEPT = 200;

  private final AtomicReferenceArray<@Nullable SeriesNames> slots =
      new AtomicReferenceArray<>(SLOTS);

  /** The names, of which {@code hash} is some hash. */
  SeriesNames of(long hash, String[] names) {
    int slot = (int) (hash ^ (hash >>> 32)) & (SLOTS - 1);
    SeriesNames known = slots.get(slot);
    if (known != null && same(known, names)) {
      return known;
    }
    SeriesNames fresh = SeriesNames.of(List.of(names));
    if (names.length <= LARGEST_KEPT) {
      slots.set(slot, fresh);
    }
    return fresh;
  }

  private static boolean same(SeriesNames known, String[] names) {
    if (known.size() != names.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (!known.name(i).equals(names[i])) {
        return false;
      }
    }
    return true;
  }
}
