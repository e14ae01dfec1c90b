package io.homeostat.ingest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.clock.ClockService.RunningClock;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.topics.DoorPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClockTest {
  private static final Duration STAND_BACK = Duration.ofSeconds(2);
  private static TestBroker broker;

  private final Doors doors = new Doors(() -> 0);

  @BeforeAll
  static void startBroker() {
    broker = TestBroker.shared();
  }

  @Test
  void everyLaneOfEveryInboxGetsTicksOnTheBeat() {
    doors.door("gateway").heartbeat();
    try (RunningClock clock = start(InstantSource.system());
        LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS);
        LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS);
        LaneReader changes = LaneReader.fromNow(broker, Stream.CHANGES);
        LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS);
        LaneReader governance = LaneReader.fromNow(broker, Stream.GOVERNANCE)) {
      governance.await(read -> read.lane(0).size() >= 12);
      signals.await(read -> read.lane(0).size() >= 12 && read.lane(1).size() >= 12);
      for (LaneReader telemetry : List.of(metrics, logs, changes)) {
        telemetry.await(
            read ->
                read.lane(0).size() >= 2
                    && read.lane(1).size() >= 2
                    && read.lane(2).size() >= 2
                    && read.lane(3).size() >= 2);
      }
      assertThat(clock.leading()).isTrue();
      assertOnBeat(governance.lane(0), 250);
      assertOnBeat(metrics.lane(3), 1_000);
      assertThat(tick(governance.lane(0).get(0)).doors())
          .containsEntry("gateway", Tick.Door.OPEN)
          .containsEntry("probe", Tick.Door.CLOSED);
    }
  }

  @Test
  void anotherClockTakesOverWhenTheFirstEnds() {
    RunningClock first = start(InstantSource.system());
    try (RunningClock second = start(InstantSource.system());
        LaneReader governance = LaneReader.fromNow(broker, Stream.GOVERNANCE)) {
      governance.await(read -> read.all().size() >= 4);
      RunningClock leader = first.leading() ? first : second;
      RunningClock other = first.leading() ? second : first;
      assertThat(other.leading()).isFalse();
      leader.close();
      int seen = governance.all().size();
      governance.await(read -> other.leading() && read.all().size() >= seen + 8);
      assertThat(leader.leading()).isFalse();
    } finally {
      first.close();
    }
  }

  @Test
  void aClockThatIsAnHourAheadStandsBackAndLetsARightOneTick() {
    InstantSource ahead = () -> Instant.now().plus(Duration.ofHours(1));
    try (LaneReader governance = LaneReader.fromNow(broker, Stream.GOVERNANCE);
        RunningClock wrong = start(ahead)) {
      governance.await(read -> read.all().size() >= Skew.TICKS);
      try (RunningClock right = start(InstantSource.system())) {
        governance.await(read -> read.all().stream().filter(ClockTest::timely).count() >= 8);
        assertThat(right.leading()).isTrue();
        assertThat(wrong.leading()).isFalse();
      }
    }
  }

  @Test
  void twoClocksAtOnceAreHarmlessToAFold() {
    try (LaneReader governance = LaneReader.fromNow(broker, Stream.GOVERNANCE);
        DoorPublisher one = broker.inbox().publisher("clock", ClockService.producerSettings());
        DoorPublisher two = broker.inbox().publisher("clock", ClockService.producerSettings());
        Ticker first = ticker(one, InstantSource.system());
        Ticker second = ticker(two, () -> Instant.now().minusMillis(130))) {
      first.start();
      second.start();
      governance.await(read -> read.all().size() >= 16);
      List<LaneRecord> lane = governance.lane(0);
      assertThat(lane.stream().map(record -> record.origin().source()).distinct()).hasSize(2);
      assertThat(FoldedTime.of(lane)).isSorted().doesNotHaveDuplicates().isNotEmpty();
    }
  }

  @Test
  void ticksThatKafkaDoesNotTakeAreDroppedAndNotQueuedUp() {
    try (RunningClock clock = start(InstantSource.system());
        LaneReader governance = LaneReader.fromNow(broker, Stream.GOVERNANCE)) {
      governance.await(read -> read.all().size() >= 4 && clock.leading());
      Instant stopped = Instant.now();
      broker.stop();
      broker.again();
      Instant back = Instant.now();
      int seen = governance.all().size();
      governance.await(read -> read.all().size() >= seen + 8);
      assertThat(governance.all()).allMatch(ClockTest::timely);
      assertThat(governance.all().stream().map(record -> tick(record).timeMillis()))
          .noneMatch(
              time ->
                  time > stopped.plusSeconds(1).toEpochMilli()
                      && time < back.minusSeconds(3).toEpochMilli());
    }
  }

  private RunningClock start(InstantSource time) {
    return ClockService.start(broker.inbox(), doors, time, STAND_BACK);
  }

  private Ticker ticker(DoorPublisher publisher, InstantSource time) {
    return new Ticker(publisher, Lanes.LOCAL, () -> doors.health(doors.names()), time);
  }

  private static boolean timely(LaneRecord record) {
    return Math.abs(tick(record).timeMillis() - record.appendedMillis()) < 3_000;
  }

  /** At most one tick in each period, each later than the one before. */
  private static void assertOnBeat(List<LaneRecord> lane, long periodMillis) {
    assertThat(lane.stream().map(record -> tick(record).timeMillis() / periodMillis).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static Tick tick(LaneRecord record) {
    return (Tick) record.fact();
  }
}
