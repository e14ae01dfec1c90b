package io.homeostat.core.drift;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Table;
import io.homeostat.core.rules.DriftRule;
import java.util.Optional;

/**
 * The closed windows that references are made of, each under its own key. A window is judged before
 * it is kept, so no reference contains the window that is compared with it.
 */
final class References {
  private static final Table<Stretch> WINDOWS =
      new Table<>("drift.windows", Forms.of(Stretch.class));

  private References() {}

  static Table<?> table() {
    return WINDOWS;
  }

  private static String key(String key, long index) {
    return key + "#" + index;
  }

  /** What the window is compared with; nothing while it is not whole. */
  static Optional<Counted> of(
      Cells cells, String key, DriftRule rule, TableDrift drift, long index) {
    if (index < drift.first() + rule.span()) {
      return Optional.empty();
    }
    return merged(cells, key, drift, begin(rule, drift, index), rule);
  }

  /** The first window of a window's reference, or of what is gathered for it. */
  static long begin(DriftRule rule, TableDrift drift, long index) {
    return rule.reference() == DriftRule.Reference.BASELINE
        ? drift.first()
        : Math.max(drift.first(), index - rule.span());
  }

  private static Optional<Counted> merged(
      Cells cells, String key, TableDrift drift, long begin, DriftRule rule) {
    Optional<Counted> all = Optional.empty();
    for (long index = begin; index < begin + rule.span(); index += rule.stride()) {
      Optional<Counted> next =
          cells.get(WINDOWS, key(key, index)).map(stretch -> stretch.counted(drift.columns()));
      if (all.isPresent() && next.isPresent()) {
        all.get().merge(next.get());
      } else {
        all = all.or(() -> next);
      }
    }
    return all;
  }

  /**
   * Keeps a window that a later reference needs, and forgets what none needs any more.
   *
   * @param next the window that is begun now
   */
  static void keep(
      Cells cells, String key, DriftRule rule, TableDrift drift, Stretch stretch, long next) {
    long index = drift.index();
    long span = drift.span();
    boolean baseline = rule.reference() == DriftRule.Reference.BASELINE;
    if (!baseline || index < drift.first() + span) {
      cells.put(WINDOWS, key(key, index), stretch);
    }
    if (!baseline) {
      forget(cells, key, index - span, Math.min(next - span, index));
    }
  }

  /** Forgets all that is kept for a table. */
  static void forgetAll(Cells cells, String key, TableDrift drift) {
    long span = drift.span();
    forget(cells, key, drift.first(), drift.first() + span);
    forget(cells, key, drift.index() - span, drift.index() + 1);
  }

  /** Forgets windows. */
  private static void forget(Cells cells, String key, long from, long end) {
    for (long index = from; index < end; index++) {
      cells.remove(WINDOWS, key(key, index));
    }
  }
}
