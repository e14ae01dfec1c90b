package io.homeostat.core.telemetry.lane;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Table;
import java.util.Arrays;

/**
 * What a fold has left out, counted by reason for each lane.
 *
 * @param table the part of the fold's state
 * @param reasons how many reasons there are
 */
public record LeftOut(Table<long[]> table, int reasons) {
  private static final String ONLY = "";

  /** The counts of a fold, by the constants of an enum. */
  public static LeftOut by(String fold, Class<? extends Enum<?>> reasons) {
    return new LeftOut(
        new Table<>(fold + ".left-out", Forms.of(long[].class)), reasons.getEnumConstants().length);
  }

  /** How many were left out for a reason. */
  @SuppressWarnings("EnumOrdinal") // the place is the form: reasons are only ever added at the end
  public long of(Cells cells, Enum<?> reason) {
    long[] counts = cells.get(table, ONLY).orElseGet(() -> new long[reasons]);
    return reason.ordinal() < counts.length ? counts[reason.ordinal()] : 0;
  }

  /** Counts {@code more} that were left out. */
  @SuppressWarnings("EnumOrdinal") // the place is the form: reasons are only ever added at the end
  public void add(Cells cells, Enum<?> reason, long more) {
    if (more > 0) {
      long[] counts = cells.get(table, ONLY).orElseGet(() -> new long[reasons]);
      long[] wide = counts.length < reasons ? Arrays.copyOf(counts, reasons) : counts;
      wide[reason.ordinal()] += more;
      cells.put(table, ONLY, wide);
    }
  }
}
