package io.homeostat.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private static final SortedMap<String, Tick.Door> OPEN =
      new TreeMap<>(Map.of("gateway", Tick.Door.OPEN));
  private static final SortedMap<String, Tick.Door> CLOSED =
      new TreeMap<>(Map.of("gateway", Tick.Door.CLOSED));

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Doors doors = new Doors(nanos::get);
  private final DoorsOfAll all = new DoorsOfAll(nanos::get);

  @Test
  void everyKnownDoorIsClosedUntilItProvesItself() {
    assertThat(all.health(doors))
        .isEqualTo(
            Map.of(
                "gateway", Tick.Door.CLOSED,
                "probe", Tick.Door.CLOSED,
                "cdc", Tick.Door.CLOSED,
                "watchers", Tick.Door.CLOSED));
  }

  @Test
  void aDoorIsOpenForLessThanThreeSecondsAfterItsHeartbeat() {
    doors.door("probe").heartbeat();
    pass(Duration.ofSeconds(3).minusNanos(1));
    assertThat(all.health(doors)).containsEntry("probe", Tick.Door.OPEN);
    nanos.incrementAndGet();
    assertThat(all.health(doors))
        .containsEntry("probe", Tick.Door.CLOSED)
        .containsEntry("cdc", Tick.Door.CLOSED);
  }

  @Test
  void aDoorThatClosesIsClosedAtOnce() {
    doors.door("cdc").heartbeat();
    doors.door("cdc").close();
    assertThat(doors.health(List.of("cdc"))).containsEntry("cdc", Tick.Door.CLOSED);
  }

  @Test
  void aProcessTellsOnlyOfDoorsThatItHas() {
    doors.door("cdc");
    assertThat(doors.health(List.of("cdc", "probe"))).containsOnlyKeys("cdc");
  }

  @Test
  void aDoorOfAnotherProcessIsAsItsWordSaysWhileThatIsFresh() {
    all.hear("a", OPEN, Duration.ofMillis(500));
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.OPEN);
    pass(Duration.ofMillis(2_500));
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.CLOSED);
  }

  @Test
  void anOldWordOpensNothing() {
    all.hear("a", OPEN, Duration.ofSeconds(3));
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.CLOSED);
  }

  @Test
  void aDoorOfSeveralProcessesIsOpenOnlyWhileAllAre() {
    all.hear("a", OPEN, Duration.ZERO);
    all.hear("b", CLOSED, Duration.ZERO);
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.CLOSED);
    all.hear("b", OPEN, Duration.ZERO);
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.OPEN);
    doors.door("gateway");
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.CLOSED);
  }

  @Test
  void aProcessThatEndsInAnOrderlyWayIsForgottenAtOnceAndASilentOneAfterTenMinutes() {
    all.hear("a", OPEN, Duration.ZERO);
    all.hear("b", OPEN, Duration.ZERO);
    all.hear("b", new TreeMap<>(), Duration.ZERO);
    pass(Duration.ofSeconds(2));
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.OPEN);
    pass(Duration.ofMinutes(10));
    all.hear("c", OPEN, Duration.ZERO);
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.OPEN);
  }

  @Test
  void aSilentProcessKeepsItsDoorClosedThoughAnotherIsOpen() {
    all.hear("a", OPEN, Duration.ZERO);
    pass(Duration.ofSeconds(3));
    all.hear("b", OPEN, Duration.ZERO);
    assertThat(all.health(doors)).containsEntry("gateway", Tick.Door.CLOSED);
  }

  private void pass(Duration time) {
    nanos.addAndGet(
        TimeUnit.MILLISECONDS.toNanos(time.toMillis()) + time.toNanosPart() % 1_000_000);
  }
}
