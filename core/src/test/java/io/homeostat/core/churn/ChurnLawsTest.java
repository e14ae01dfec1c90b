package io.homeostat.core.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.telemetry.CellLaws;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any changes. */
class ChurnLawsTest {
  private static final RowChange.Operation[] OPERATIONS = RowChange.Operation.values();

  private static Lane lane(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Lane lane = new Lane().tick();
    long position = 0;
    int rate = 2;
    for (int second = 0; second < 300; second++) {
      rate = random.nextInt(30) == 0 ? random.nextInt(300) : rate;
      for (int i = random.nextInt(1 + rate); i > 0; i--) {
        position++;
        RowChange.Operation operation =
            random.nextInt(1_000) == 0
                ? OPERATIONS[random.nextInt(OPERATIONS.length)]
                : OPERATIONS[random.nextInt(3)];
        lane.add(
            "cdc/1",
            new RowChange(
                EntityId.of("pg-table", "demo", "rag", i % 4 == 0 ? "a" : "b"),
                operation,
                position,
                position,
                lane.now() - random.nextInt(8_000),
                "{}",
                Optional.empty(),
                Optional.empty()));
      }
      lane.door("cdc", random.nextInt(20) == 0 ? Tick.Door.CLOSED : Tick.Door.OPEN).second();
    }
    return lane.door("cdc", Tick.Door.OPEN).seconds(30);
  }

  @Property(tries = 30)
  void everyBurstThatBeganEndsOnceAndNothingIsToldTwice(@ForAll long seed) {
    List<Change> changes = lane(seed).run(new ChurnFold(), Change.class);
    Map<String, List<Change>> byId =
        changes.stream()
            .filter(change -> !change.summary().contains("truncate"))
            .collect(Collectors.groupingBy(Change::id));
    assertThat(byId.values())
        .allSatisfy(
            course ->
                assertThat(course)
                    .extracting(Change::state)
                    .containsExactly(Change.State.BEGUN, Change.State.FINISHED));
  }

  @Property(tries = 20)
  void theStateIsWholeAtAnyPlace(@ForAll long seed, @ForAll @IntRange(max = 1_000) int permille) {
    List<LaneRecord> records = lane(seed).records();
    int split = records.size() * permille / 1_000;
    CellLaws.resumes(ChurnFold::new, records, split);
    CellLaws.copiesAreDeep(ChurnFold::new, records, split);
    CellLaws.isWhatIsWritten(ChurnFold::new, records);
  }
}
