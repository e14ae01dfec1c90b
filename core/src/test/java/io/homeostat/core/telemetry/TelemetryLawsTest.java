package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any traffic. */
class TelemetryLawsTest {
  private static final int SECONDS = 240;

  @Property(tries = 40)
  void theOrderOfFramesWithinTheBoundChangesNothing(@ForAll long traffic, @ForAll long delays) {
    Traffic frames = new Traffic(traffic, SECONDS);
    List<String> prompt = Traffic.said(frames.lane(0, 0, 0).records());
    List<String> delayed = Traffic.said(frames.lane(delays, 4_900, 0).records());
    assertThat(prompt).isNotEmpty();
    assertThat(delayed).isEqualTo(prompt);
  }

  @Property(tries = 20)
  void framesThatComeSeveralTimesChangeNothing(@ForAll long traffic, @ForAll long delays) {
    Traffic frames = new Traffic(traffic, SECONDS);
    List<String> once = Traffic.said(frames.lane(delays, 0, 0).records());
    List<String> often = Traffic.said(frames.lane(delays, 4_900, 3).records());
    assertThat(often).isEqualTo(once);
  }

  @Property(tries = 20)
  void recordsThatTheLogHoldsTwiceChangeNothing(@ForAll long traffic) {
    List<LaneRecord> once = new Traffic(traffic, SECONDS).lane(traffic, 4_900, 0).records();
    List<LaneRecord> twice = new ArrayList<>();
    for (LaneRecord record : once) {
      for (int copy = 0; copy < 2; copy++) {
        twice.add(
            new LaneRecord(twice.size(), record.appendedMillis(), record.origin(), record.fact()));
      }
    }
    assertThat(Traffic.said(twice)).isEqualTo(Traffic.said(once));
  }

  @Property(tries = 20)
  void aRunThatGoesOnFromAnExportedStateSaysWhatAnUninterruptedOneSays(
      @ForAll long traffic, @ForAll @IntRange(max = 1_000) int permille) {
    List<LaneRecord> records = new Traffic(traffic, SECONDS).lane(traffic, 9_000, 1).records();
    CellLaws.resumes(TelemetryFold::new, records, records.size() * permille / 1_000);
  }

  @Property(tries = 20)
  void aCopyOfTheStateStaysAsItIsWhileTheFoldGoesOn(
      @ForAll long traffic, @ForAll @IntRange(max = 1_000) int permille) {
    List<LaneRecord> records = new Traffic(traffic, SECONDS).lane(traffic, 9_000, 1).records();
    CellLaws.copiesAreDeep(TelemetryFold::new, records, records.size() * permille / 1_000);
  }

  @Property(tries = 10)
  void aStateThatIsWrittenAndReadAtEveryAccessSaysTheSame(@ForAll long traffic) {
    List<LaneRecord> records = new Traffic(traffic, 120).lane(traffic, 9_000, 1).records();
    CellLaws.isWhatIsWritten(TelemetryFold::new, records);
  }

  @Property(tries = 10)
  void aSenderWhoseClockIsAnHourAheadChangesNothingForOthers(@ForAll long traffic) {
    List<LaneRecord> calm = new Traffic(traffic, SECONDS).lane(traffic, 4_900, 0).records();
    List<LaneRecord> mixed = new ArrayList<>();
    Lane hasty = new Lane();
    EntityId host = EntityId.parse("service:demo/rag/hasty");
    for (LaneRecord record : calm) {
      mixed.add(at(mixed.size(), record));
      hasty.frame(host, record.appendedMillis() + 3_600_000, Map.of(Script.LATENCY, 900.0));
      LaneRecord ahead = hasty.records().get(hasty.records().size() - 1);
      mixed.add(
          new LaneRecord(
              mixed.size(),
              record.appendedMillis(),
              new Origin("hasty/1", 0, mixed.size(), 0),
              ahead.fact()));
    }
    assertThat(Traffic.said(mixed)).isEqualTo(Traffic.said(calm));
  }

  private static LaneRecord at(long offset, LaneRecord record) {
    return new LaneRecord(offset, record.appendedMillis(), record.origin(), record.fact());
  }
}
