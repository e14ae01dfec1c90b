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

  /** The names of the series whose numbers stand from {@code from} to {@code to}, if known. */
  Optional<SeriesNames> known(int[] numbers, int from, int to) {
    Known known = slots[slot(numbers, from, to)];
    return known != null && Arrays.equals(known.numbers, 0, known.numbers.length, numbers, from, to)
        ? Optional.of(known.names)
        : Optional.empty();
  }

  /** Makes the names of series with these numbers known. */
  SeriesNames add(int[] numbers, List<String> names) {
    SeriesNames fresh = SeriesNames.of(names);
    int length = fresh.text().length();
    if (length > LONGEST_KEPT || numbers.length != fresh.size()) {
      return fresh;
    }
    if (characters + length > MOST_CHARACTERS) {
      forget();
    }
    int slot = slot(numbers, 0, numbers.length);
    Known before = slots[slot];
    characters += length - (before == null ? 0 : before.names.text().length());
    slots[slot] = new Known(numbers, fresh);
    return fresh;
  }

  /** Forgets all, since numbers are given anew. */
  void forget() {
    Arrays.fill(slots, null);
    characters = 0;
  }

  /** Made of the ends alone: what stands between is compared anyway. */
  private static int slot(int[] numbers, int from, int to) {
    long ends = ((long) numbers[from] << 32) ^ numbers[to - 1] ^ ((long) (to - from) << 20);
    long hash = ends * 0x9e3779b97f4a7c15L;
    return (int) (hash >>> 40) & (SLOTS - 1);
  }
}
