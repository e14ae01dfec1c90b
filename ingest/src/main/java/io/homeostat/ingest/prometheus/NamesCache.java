package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.SeriesNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same series the same names, since a sender sends the same series again and again. It
 * knows series by their numbers. It holds a bounded number of characters; a new one takes the place
 * of an old one, and when the characters run out all are forgotten. For one thread at a time.
 */
final class NamesCache {
  private static final int SLOTS = 8_192;
  private static final int LONGEST_KEPT = 256 * 1024;
  private static final long MOST_CHARACTERS = 12 * 1024 * 1024;

  private record Known(int[] numbers, SeriesNames names) {}

  private final @Nullable Known[] slots = new Known[SLOTS];
  private long characters;

  /** The names of series with these numbers, of which {@code hash} is some hash, if known. */
  Optional<SeriesNames> known(long hash, int[] numbers) {
    Known known = slots[slot(hash)];
    return known != null && Arrays.equals(known.numbers, numbers)
        ? Optional.of(known.names)
        : Optional.empty();
  }

  /** Makes the names of series with these numbers known. */
  SeriesNames add(long hash, int[] numbers, List<String> names) {
    SeriesNames fresh = SeriesNames.of(names);
    int length = fresh.text().length();
    if (length > LONGEST_KEPT || numbers.length != fresh.size()) {
      return fresh;
    }
    if (characters + length > MOST_CHARACTERS) {
      forget();
    }
    Known before = slots[slot(hash)];
    characters += length - (before == null ? 0 : before.names.text().length());
    slots[slot(hash)] = new Known(numbers, fresh);
    return fresh;
  }

  /** Forgets all, since numbers are given anew. */
  void forget() {
    Arrays.fill(slots, null);
    characters = 0;
  }

  private static int slot(long hash) {
    return (int) (hash ^ (hash >>> 32)) & (SLOTS - 1);
  }
}
