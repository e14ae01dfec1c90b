package io.homeostat.core.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.drift.DriftFold;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contracts of what stands in no table: its records come by the gateway, and it has no schema. */
final class FeatureSetsTest {
  private static final EntityId ONLINE = EntityId.parse("feature-set:prod/ranker/online");
  private static final String RULES =
      """
      features:
        - {name: age, table: 'feature-set:prod/ranker/online', column: age, type: integer,
           required: true, range: {least: 0, most: 120}, freshness: 5m}
      """;

  private final Lane lane = new Lane().rules(RULES).tick();

  private FeatureSetsTest records(int count, String values) {
    for (int i = 0; i < count; i++) {
      lane.add("gateway/1", RowChange.ofRecord(ONLINE, lane.now(), "", values));
    }
    return this;
  }

  private List<Signal> signals() {
    return lane.run(new DriftFold(), Signal.class);
  }

  @Test
  void recordsAreHeldAgainstValuesAndNoSchemaIsMissed() {
    records(100, "{\"age\":30}");
    lane.seconds(61);
    assertThat(signals()).isEmpty();
    records(90, "{\"age\":30}").records(6, "{\"age\":3000}").records(4, "{\"age\":null}");
    lane.seconds(61);
    assertThat(signals())
        .extracting(Signal::kind, Signal::entity, Signal::explanation)
        .containsExactly(
            tuple(
                "data-drift",
                ONLINE,
                "10% of 100 rows written to online in 1m break the contract of column age: 6 above"
                    + " 120 (such as 3,000), 4 missing: feature age"));
  }

  @Test
  void silenceBehindItsOwnDoorIsStalenessOnlyWhileThatIsOpen() {
    records(1, "{\"age\":30}");
    lane.door("cdc", Tick.Door.CLOSED).seconds(100);
    lane.door("gateway", Tick.Door.CLOSED).seconds(400);
    assertThat(signals()).as("behind a closed door").isEmpty();
    lane.door("gateway", Tick.Door.OPEN).seconds(310);
    assertThat(signals())
        .as("behind an open one")
        .extracting(Signal::kind, Signal::state)
        .containsExactly(tuple("stale-data", Signal.State.FIRING));
    lane.door("gateway", Tick.Door.CLOSED).seconds(70);
    assertThat(signals().get(1).state()).isEqualTo(Signal.State.UNKNOWN);
    assertThat(signals().get(1).explanation()).startsWith("the door gateway, by which its rows");
  }
}
