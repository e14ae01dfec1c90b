package io.homeostat.core.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Fact;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneDriverTest {
  private static final long START = 1_700_000_000_000L;

  private final CountingFold fold = new CountingFold();
  private final LaneDriver driver = new LaneDriver(fold, Lanes.LOCAL);
  private final MapCells cells = new MapCells();
  private long offset;

  private List<Output> record(String source, long appendedMillis, Fact fact) {
    long at = offset++;
    return driver.apply(
        1, cells, new LaneRecord(at, appendedMillis, new Origin(source, 0, at, 0), fact));
  }

  private List<Output> tick(long timeMillis, long appendedMillis) {
    return record("clock/1", appendedMillis, new Tick(timeMillis, Collections.emptySortedMap()));
  }

  private LaneTables.Clock clock() {
    return cells.get(LaneTables.CLOCK, LaneTables.ONLY).orElse(LaneTables.Clock.UNSET);
  }

  private List<Now> nows() {
    return fold.seen.stream().filter(Now.class::isInstance).map(Now.class::cast).toList();
  }

  @Test
  void aTickFarFromItsStampIsIgnoredAndCounted() {
    tick(START, START);
    tick(START + 3_600_000, START + 1_000);
    tick(START - 3_600_000, START + 2_000);
    tick(START + 3_000 - LaneDriver.TICK_TOLERANCE_MILLIS, START + 3_000);
    assertThat(nows()).extracting(Now::timeMillis).containsExactly(START, START + 1_000);
    assertThat(clock().ignoredTicks()).isEqualTo(2);
  }

  @Test
  void timeNeverGoesBackAndNeverStandsStill() {
    tick(START + 1_000, START + 1_000);
    tick(START + 1_000, START + 1_000);
    tick(START + 500, START + 1_000);
    tick(START + 2_000, START + 2_000);
    assertThat(nows())
        .extracting(Now::timeMillis, Now::previousMillis)
        .containsExactly(tuple(START + 1_000, START + 1_000), tuple(START + 2_000, START + 1_000));
  }

  @Test
  void aHoleBetweenTicksIsFlagged() {
    tick(START, START);
    tick(START + LaneDriver.HOLE_MILLIS, START + LaneDriver.HOLE_MILLIS);
    long after = START + 2 * LaneDriver.HOLE_MILLIS + 1;
    tick(after, after);
    assertThat(nows()).extracting(Now::hole).containsExactly(false, false, true);
  }

  @Test
  void everyTickIsForwardedAsProgressToEveryLaneDownstream() {
    List<Output> outputs = tick(START, START);
    assertThat(outputs)
        .extracting(Output::stream, Output::lane, Output::fact)
        .containsExactly(tuple(Stream.GOVERNANCE, 0, new Progress(START)));
    assertThat(outputs.get(0).origin()).isEqualTo(new Origin("counting@signals", 1, 0, 0));
  }

  @Test
  void whatTheFoldCannotTakeIsADeadLetterAndTheNextRecordIsTaken() {
    List<Output> outputs = record("door/1", START, CountingFold.note("fail"));
    assertThat(outputs)
        .singleElement()
        .satisfies(
            output -> {
              assertThat(output.stream()).isEqualTo(Stream.DEAD_LETTERS);
              assertThat(((DeadLetter) output.fact()).reason())
                  .contains("counting")
                  .contains("no room for failures");
              assertThat(((DeadLetter) output.fact()).lane()).isEqualTo(1);
            });
    assertThat(clock().failures()).isEqualTo(1);
    assertThat(record("door/1", START, CountingFold.note("fine"))).hasSize(1);
  }

  @Test
  void aRecordThatWasSeenIsDroppedAndCountedWhateverItsAge() {
    Fact note = CountingFold.note("a");
    LaneRecord first = new LaneRecord(0, START, new Origin("door/1", 0, 7, 2), note);
    driver.apply(1, cells, first);
    for (long seen : new long[] {7, 6, 0}) {
      assertThat(
              driver.apply(
                  1, cells, new LaneRecord(9, START, new Origin("door/1", 0, seen, 2), note)))
          .isEmpty();
    }
    assertThat(clock().duplicates()).isEqualTo(3);
    assertThat(apply("door/1", 0, 7, 3)).hasSize(1);
    assertThat(apply("door/1", 3, 0, 0)).hasSize(1);
    assertThat(apply("door/2", 0, 0, 0)).hasSize(1);
    assertThat(cells.get(CountingFold.COUNT, "")).hasValue(4L);
  }

  private List<Output> apply(String source, int lane, long at, int index) {
    return driver.apply(
        1,
        cells,
        new LaneRecord(10, START, new Origin(source, lane, at, index), CountingFold.note("b")));
  }

  @Test
  void theProgressOfFoldsUpstreamIsKnownByLane() {
    driver.apply(
        1,
        cells,
        new LaneRecord(0, START, new Origin("telemetry@t", 2, 5, 0), new Progress(START + 9)));
    driver.apply(
        1,
        cells,
        new LaneRecord(1, START, new Origin("telemetry@t", 2, 6, 0), new Progress(START + 3)));
    assertThat(Upstream.progress(cells, "telemetry@t", 2)).isEqualTo(START + 9);
    assertThat(Upstream.progress(cells, "telemetry@t", 1)).isEqualTo(-1);
    assertThat(Upstream.progress(cells, "telemetry@t", 3)).isEqualTo(-1);
    assertThat(Upstream.progress(cells, "logs@t", 2)).isEqualTo(-1);
  }

  @Test
  void eachHourTheStateIsExportedAndARunnerGoesOnFromIt() {
    long hour = START - START % 3_600_000 + 3_600_000;
    tick(hour - 1_000, hour - 1_000);
    record("door/1", hour, CountingFold.note("a"));
    List<Output> outputs = tick(hour, hour);
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    for (Output output : outputs) {
      if (output.fact() instanceof StateExport export) {
        assertThat(export.lane()).isEqualTo(1);
        assertThat(export.offset()).isEqualTo(offset - 1);
        state.writeBytes(export.bytes());
      }
    }
    PlainRunner runner = PlainRunner.resume(new CountingFold(), Lanes.LOCAL, state.toByteArray());
    assertThat(runner.offset()).isEqualTo(offset - 1);
    List<Output> next =
        runner.apply(
            new LaneRecord(offset, hour, new Origin("door/1", 0, 99, 0), CountingFold.note("b")));
    assertThat(((ActionNote) next.get(0).fact()).text()).isEqualTo("b is number 2");
    assertThat(tick(hour + 1_000, hour + 1_000))
        .noneMatch(output -> output.fact() instanceof StateExport);
  }
}
