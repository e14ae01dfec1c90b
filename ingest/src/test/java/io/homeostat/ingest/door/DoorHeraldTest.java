package io.homeostat.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.clock.ClockService;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clock is one process, the door another: what they share is the broker alone. */
class DoorHeraldTest {
  private static TestBroker broker;

  /** Its doors' own proofs hold for ever: what is told of them is what is looked at. */
  private final Doors elsewhere = new Doors(() -> 0);

  @BeforeAll
  static void startBroker() {
    broker = TestBroker.shared();
  }

  @Test
  void theTicksTellHowADoorOfAnotherProcessIs() {
    Door door = elsewhere.door("far");
    door.heartbeat();
    try (RunningService clock = clock();
        LaneReader governance = LaneReader.fromNow(broker, Stream.GOVERNANCE)) {
      DoorHerald herald = herald();
      governance.await(read -> last(read, "far") == Tick.Door.OPEN);
      door.close();
      governance.await(read -> last(read, "far") == Tick.Door.CLOSED);
      door.heartbeat();
      governance.await(read -> last(read, "far") == Tick.Door.OPEN);
      herald.fallSilent();
      governance.await(read -> last(read, "far") == Tick.Door.CLOSED);
      assertThat(clock.failure()).isNotDone();
    }
  }

  @Test
  void aDoorWhoseProcessHasEndedIsToldOfNoMore() {
    try (RunningService clock = clock();
        LaneReader governance = LaneReader.fromNow(broker, Stream.GOVERNANCE)) {
      elsewhere.door("far").heartbeat();
      DoorHerald herald = herald();
      governance.await(read -> last(read, "far") == Tick.Door.OPEN);
      herald.close();
      governance.await(read -> !newest(read).doors().containsKey("far"));
      assertThat(clock.failure()).isNotDone();
    }
  }

  private DoorHerald herald() {
    return DoorHerald.start(
        broker.inbox(), "elsewhere", elsewhere, List.of("far"), InstantSource.system());
  }

  private static RunningService clock() {
    return new ClockService()
        .start(
            new ServiceConfig(
                Map.of(
                    "kafka.bootstrap",
                    broker.bootstrap(),
                    "lanes.telemetry",
                    "4",
                    "lanes.signals",
                    "2")));
  }

  private static Tick.Door last(LaneReader read, String door) {
    return newest(read).doors().getOrDefault(door, Tick.Door.CLOSED);
  }

  private static Tick newest(LaneReader read) {
    var lane = read.lane(0);
    return lane.isEmpty() ? new Tick(0, new TreeMap<>()) : (Tick) lane.get(lane.size() - 1).fact();
  }
}
