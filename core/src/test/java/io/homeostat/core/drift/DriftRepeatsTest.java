package io.homeostat.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.CellLaws;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DriftRepeatsTest {
  private static final String RULE =
      """
      drift:
        - {name: orders, match: ['kind="pg-table"'], reference: baseline, window: 1m, windows: 3,
           leastRows: 50, kind: data-drift, duplicates: [user_id, item_id]}
      """;

  private final SplittableRandom random = new SplittableRandom(12);
  private final List<String> keys = new ArrayList<>();

  /** Rows of which a share has the key of one of the last 200. */
  private Supplier<String> rows(double share) {
    return () -> {
      boolean repeat = random.nextDouble() < share && keys.size() > 200;
      keys.add(
          repeat
              ? keys.get(keys.size() - 1 - random.nextInt(200))
              : "\"user_id\":" + random.nextInt(1 << 30) + ",\"item_id\":" + random.nextInt(20));
      String key = keys.get(keys.size() - 1);
      return "{" + key + ",\"price\":" + random.nextGaussian() + "}";
    };
  }

  @Test
  void aTableThatBeginsToHaveRepeatsAlarmsAndResolvesWhenTheyAreOver() {
    RowLane lane = new RowLane(RULE).minutes(5, rows(0)).minutes(2, rows(0.3)).minutes(3, rows(0));
    List<Signal> signals = lane.signals();
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.FIRING, Signal.State.RESOLVED);
    Signal first = signals.get(0);
    assertThat(first.explanation())
        .startsWith("columns of public.orders drifted: rows repeat user_id, item_id (")
        .contains("% of rows lie elsewhere, p < 1e-", "): 0% → ")
        .doesNotContain("; ");
    assertThat(first.value()).isBetween(0.24, 0.36);
    assertThat(first.score()).isEqualTo(first.value());
  }

  @Test
  void anEvenShareOfRepeatsIsUsual() {
    String sensitive = RULE.replace("duplicates", "leastEffect: 0, duplicates");
    assertThat(new RowLane(sensitive).minutes(10, rows(0.15)).signals()).isEmpty();
    assertThat(new RowLane(RULE).minutes(8, rows(0)).signals()).isEmpty();
  }

  @Test
  void whatIsNotAskedForIsNotJudged() {
    String without = RULE.replace(", duplicates: [user_id, item_id]", "");
    assertThat(new RowLane(without).minutes(5, rows(0)).minutes(2, rows(0.3)).signals()).isEmpty();
  }

  @Test
  void aReferenceThatEndsBeforeEnoughRowsAreKnownGivesNoVerdictOnRepeats() {
    // 600 rows a minute: within the one window of the reference fewer than 1,024 are known.
    RowLane lane = new RowLane(RULE.replace("windows: 3", "windows: 1"));
    lane.minutes(2, rows(0)).minutes(3, rows(0.3));
    assertThat(lane.signals()).isEmpty();
  }

  @Test
  void otherColumnsGatherANewReference() {
    RowLane lane = new RowLane(RULE).minutes(5, rows(0)).minutes(2, rows(0.3));
    lane.lane().rules(RULE.replace("[user_id, item_id]", "[user_id]"));
    lane.minutes(6, rows(0.3));
    List<Signal> signals = lane.signals();
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(signals.get(1).explanation()).contains("has changed");
  }

  @Test
  void theStateIsWholeAtAnyPlace() {
    RowLane lane = new RowLane(RULE).minutes(4, rows(0.05)).minutes(2, rows(0.4));
    List<LaneRecord> records = lane.lane().records();
    for (int permille : new int[] {10, 300, 720, 990}) {
      int split = records.size() * permille / 1_000;
      CellLaws.resumes(DriftFold::new, records, split);
      CellLaws.copiesAreDeep(DriftFold::new, records, split);
    }
    CellLaws.isWhatIsWritten(DriftFold::new, records);
  }
}
