package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.SeriesNames;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same names the same object, since a sender sends the same series again and again. It
 * holds a bounded number, of bounded length, about 8 MiB in all; a new one takes the place of an
 * old one. Safe for several threads.
 */
final class NamesCache {
  private static final int SLOTS = 2_048;
  private static final int LONGEST_KEPT = 2_048;

  private final AtomicReferenceArray<@Nullable SeriesNames> slots =
      new AtomicReferenceArray<>(SLOTS);

  /** The names, of which {@code hash} is some hash, if they are known. */
  Optional<SeriesNames> known(long hash, String[] names) {
    SeriesNames known = slots.get(slot(hash));
    return known != null && same(known, names) ? Optional.of(known) : Optional.empty();
  }

  /** Makes names known. */
  SeriesNames add(long hash, List<String> names) {
    SeriesNames fresh = SeriesNames.of(names);
    if (fresh.text().length() <= LONGEST_KEPT) {
      slots.set(slot(hash), fresh);
    }
    return fresh;
  }

  private static int slot(long hash) {
    return (int) (hash ^ (hash >>> 32)) & (SLOTS - 1);
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
