package io.homeostat.core.drift.row;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The last 1,024 rows, each as a 64-bit hash of its values in some columns (hash4j's komihash 5.0):
 * two different rows are taken for one among them with a chance of 1 in 10^16. They are sought by
 * reading all of them, which costs less than reading the row did and needs no index in the state.
 * Mutable; 8 KiB, none before the first row.
 */
public final class RecentRows {
  /** As many rows are known at most. */
  public static final int MOST = 1_024;

  private long[] ring = new long[0];
  private int held;
  private int next;

  /** Whether as many rows are known as ever will be: before that fewer repeats are seen. */
  public boolean full() {
    return held == MOST;
  }

  /**
   * Takes a row in. One without a value in one of the columns is neither kept nor a repeat; so is
   * one whose value the log does not tell.
   *
   * @return whether one of the rows that are known has the same values
   */
  public boolean take(Map<String, Field> row, List<String> columns) {
    OptionalLong hash = hash(row, columns);
    return hash.isPresent() && take(hash.getAsLong());
  }

  private boolean take(long hash) {
    boolean known = false;
    for (int i = 0; i < held && !known; i++) {
      known = ring[i] == hash;
    }
    if (ring.length == 0) {
      ring = new long[MOST];
    }
    ring[next] = hash;
    next = (next + 1) % MOST;
    held = Math.min(MOST, held + 1);
    return known;
  }

  private static OptionalLong hash(Map<String, Field> row, List<String> columns) {
    HashStream64 hash = Hashing.komihash5_0().hashStream();
    for (String column : columns) {
      Field field = row.get(column);
      if (field instanceof Field.Numeric number && number.exact().isEmpty()) {
        hash.putByte((byte) 1).putLong(Double.doubleToLongBits(number.value() + 0.0));
      } else if (field instanceof Field.Numeric number) {
        hash.putByte((byte) 2).putString(number.exact());
      } else if (field instanceof Field.Text text) {
        hash.putByte((byte) 3).putString(text.value());
      } else {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(hash.getAsLong());
  }

  /** A deep copy. */
  public RecentRows copy() {
    RecentRows copy = new RecentRows();
    copy.ring = ring.clone();
    copy.held = held;
    copy.next = next;
    return copy;
  }

  /** Writes it, the oldest row first. */
  public void write(ByteSink sink) {
    sink.writeLong(held);
    for (int i = 0; i < held; i++) {
      sink.writeFixedLong(ring[(next - held + i + MOST) % MOST]);
    }
  }

  /** Reads it. */
  public static RecentRows read(ByteSource source) {
    RecentRows rows = new RecentRows();
    int held = source.readLength(Long.BYTES);
    if (held > MOST) {
      throw new FormException("of " + held + " rows hashes are kept; at most 1,024 are right");
    }
    rows.ring = new long[held == 0 ? 0 : MOST];
    for (int i = 0; i < held; i++) {
      rows.ring[i] = source.readFixedLong();
    }
    rows.held = held;
    rows.next = held % MOST;
    return rows;
  }
}
