package io.homeostat.core.churn;

import io.homeostat.core.detect.Amount;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;

/**
 * A burst of changed rows in a table.
 *
 * @param system the table's system when it began
 * @param beganMillis the beginning of its first step
 * @param endMillis the end of its last busy step
 * @param quietSteps how many steps since then were not busy
 * @param rows what was changed
 * @param usualPerSecond what the table usually changes in a second
 */
record Burst(
    String system,
    long beganMillis,
    long endMillis,
    int quietSteps,
    Rows rows,
    double usualPerSecond) {

  Change change(EntityId table, Change.State state, long seenMillis) {
    return new Change(
        Ids.of("data", table.text(), Long.toString(beganMillis)),
        "data",
        table,
        system,
        state,
        beganMillis,
        seenMillis,
        "",
        state == Change.State.BEGUN ? begun(table) : finished(table));
  }

  private String begun(EntityId table) {
    return "rows of " + table.name() + " are being changed in a burst: " + figures();
  }

  private String finished(EntityId table) {
    return "rows of " + table.name() + " were changed in a burst: " + figures();
  }

  private String figures() {
    long millis = endMillis - beganMillis;
    return Amount.plain((double) rows.inserts())
        + " inserted, "
        + Amount.plain((double) rows.updates())
        + " updated, "
        + Amount.plain((double) rows.deletes())
        + " deleted in "
        + Amount.duration(millis)
        + ", "
        + Amount.plain(rows.total() * 1_000.0 / millis)
        + " rows/s; usual are "
        + Amount.plain(usualPerSecond)
        + " rows/s";
  }
}
