package io.homeostat.core.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChurnFoldTest {
  private static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.documents");

  private long position;

  private Lane rows(Lane lane, int count, RowChange.Operation operation, long committedMillis) {
    for (int i = 0; i < count; i++) {
      position++;
      lane.add(
          "cdc/1",
          new RowChange(
              TABLE,
              operation,
              position,
              position,
              committedMillis,
              "{}",
              Optional.empty(),
              Optional.empty()));
    }
    return lane;
  }

  private Lane steady(Lane lane, int seconds, int perSecond) {
    for (int i = 0; i < seconds; i++) {
      rows(lane, perSecond, RowChange.Operation.UPDATE, lane.now());
      lane.second();
    }
    return lane;
  }

  @Test
  void aBurstIsToldWhenItBeginsAndWithItsTotalsWhenItHasEnded() {
    Lane lane = steady(new Lane().tick(), 60, 2);
    long began = lane.now();
    steady(lane, 20, 500);
    List<Change> changes = steady(lane, 30, 2).run(new ChurnFold(), Change.class);
    assertThat(changes)
        .extracting(Change::state, Change::beganMillis)
        .containsExactly(tuple(Change.State.BEGUN, began), tuple(Change.State.FINISHED, began));
    assertThat(changes).extracting(Change::id).containsOnly(changes.get(0).id());
    assertThat(changes.get(0).updatedMillis()).isEqualTo(began + 1_000);
    assertThat(changes.get(1).summary())
        .startsWith("rows of public.documents were changed in a burst: 0 inserted, 10,0")
        .contains("deleted in 20 s")
        .endsWith("usual are 2 rows/s");
  }

  @Test
  void manyRowsAreNoBurstWhereTheyAreUsual() {
    Lane busy = steady(new Lane().tick(), 100, 90);
    assertThat(steady(busy, 60, 300).run(new ChurnFold(), Change.class)).isEmpty();
  }

  @Test
  void aBurstOfTenMinutesIsUsualFromThenOn() {
    Lane lane = steady(new Lane().tick(), 1_800, 150);
    assertThat(lane.run(new ChurnFold(), Change.class))
        .extracting(Change::state)
        .containsExactly(Change.State.BEGUN, Change.State.FINISHED);
  }

  @Test
  void aBacklogOfCaptureIsNoBurst() {
    Lane lane = new Lane().tick().seconds(700);
    for (int i = 0; i < 600; i++) {
      rows(lane, 10, RowChange.Operation.UPDATE, Lane.START + i * 1_000L);
    }
    assertThat(lane.seconds(60).run(new ChurnFold(), Change.class)).isEmpty();
  }

  @Test
  void aBurstEndsByTheLanesTimeOnlyWhileItsDoorIsOpen() {
    Lane lane = rows(new Lane().tick(), 2_000, RowChange.Operation.DELETE, Lane.START);
    lane.second().door("cdc", Tick.Door.CLOSED).seconds(600);
    assertThat(lane.run(new ChurnFold(), Change.class))
        .extracting(Change::state)
        .containsExactly(Change.State.BEGUN);
    assertThat(lane.door("cdc", Tick.Door.OPEN).seconds(25).run(new ChurnFold(), Change.class))
        .extracting(Change::state)
        .containsExactly(Change.State.BEGUN, Change.State.FINISHED);
  }

  @Test
  void theRowsOfABurstThatHasEndedDoNotBeginAnother() {
    Lane lane = rows(new Lane().tick(), 2_000, RowChange.Operation.INSERT, Lane.START);
    lane.seconds(30);
    rows(lane, 1, RowChange.Operation.INSERT, Lane.START);
    assertThat(lane.seconds(30).run(new ChurnFold(), Change.class)).hasSize(2);
  }

  @Test
  void rowsOfASnapshotAreNoChangesAndATruncateIsOne() {
    Lane lane = rows(new Lane().tick(), 5_000, RowChange.Operation.READ, Lane.START);
    rows(lane, 1, RowChange.Operation.TRUNCATE, Lane.START + 10);
    ChurnFold fold = new ChurnFold();
    PlainRunner runner = new PlainRunner(fold, new Lanes(1, 1), 0);
    List<Change> changes = Lane.facts(runner.run(lane.seconds(30).records()), Change.class);
    assertThat(changes).extracting(Change::state).containsExactly(Change.State.FINISHED);
    assertThat(changes.get(0).summary()).contains("truncate");
    assertThat(fold.leftOut(runner.cells(), ChurnOmission.SNAPSHOT)).isEqualTo(5_000);
  }

  @Test
  void recordsOfFeaturesThatWereServedChangeNoTable() {
    Lane lane = new Lane().tick();
    for (int i = 0; i < 5_000; i++) {
      lane.add(
          "gateway/1",
          RowChange.ofRecord(EntityId.parse("feature-set:demo/ranker"), lane.now(), "", "{}"));
    }
    ChurnFold fold = new ChurnFold();
    PlainRunner runner = new PlainRunner(fold, new Lanes(1, 1), 0);
    List<Change> changes = Lane.facts(runner.run(lane.seconds(30).records()), Change.class);
    assertThat(changes).isEmpty();
    assertThat(fold.leftOut(runner.cells(), ChurnOmission.NOT_LOGGED)).isEqualTo(5_000);
  }
}
