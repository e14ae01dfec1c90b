package io.homeostat.core.features;

import io.homeostat.core.detect.Amount;
import io.homeostat.core.document.Durations;
import io.homeostat.core.rules.FeatureContract;
import java.util.Locale;

/** Do the rows that are written keep a contract's range, categories, type and presence? */
final class ValueJudge {
  /** What is judged of a feature, before its name. */
  static final String SUBJECT = "values ";

  private static final String KIND = "data-drift";

  private ValueJudge() {}

  /** A window that is over, with a row at least. */
  static void judge(Notices notices, FeatureContract contract, RowCount count) {
    String key = SUBJECT + contract.name();
    double share = (double) count.broken() / count.rows();
    String where = count.rows() + " rows written to " + contract.table().name();
    String span = Durations.rough(notices.nowMillis() - count.openedMillis());
    if (share <= contract.tolerated()) {
      notices.end(
          key,
          String.format(
              Locale.ROOT,
              "%s%% of %s in %s break the contract of feature %s; %s%% may",
              Amount.plain(100 * share),
              where,
              span,
              contract.name(),
              Amount.plain(100 * contract.tolerated())));
      return;
    }
    notices.fire(
        key,
        new Notices.Finding(
            contract.table(),
            contract.name(),
            KIND,
            contract.severity(),
            Math.min(1, 0.5 + share / 2),
            count.openedMillis(),
            share,
            contract.tolerated(),
            String.format(
                Locale.ROOT,
                "%s%% of %s in %s break the contract of column %s: %s: %s",
                Amount.plain(100 * share),
                where,
                span,
                contract.column(),
                count.words(contract),
                contract.words())));
  }

  /** No row for long. */
  static void silent(Notices notices, FeatureContract contract) {
    notices.unknown(
        SUBJECT + contract.name(),
        "no row was written to "
            + contract.table().name()
            + " that could tell whether feature "
            + contract.name()
            + " keeps its contract");
  }
}
