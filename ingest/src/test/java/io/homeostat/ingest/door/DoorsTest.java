package io.homeostat.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Tick;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Doors doors = new Doors(nanos::get);

  @Test
  void everyKnownDoorIsClosedUntilItProvesItself() {
    assertThat(doors.health())
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
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(3) - 1);
    assertThat(doors.health()).containsEntry("probe", Tick.Door.OPEN);
    nanos.incrementAndGet();
    assertThat(doors.health())
        .containsEntry("probe", Tick.Door.CLOSED)
        .containsEntry("cdc", Tick.Door.CLOSED);
  }

  @Test
  void aDoorThatClosesIsClosedAtOnce() {
    doors.door("cdc").heartbeat();
    doors.door("cdc").close();
    assertThat(doors.health()).containsEntry("cdc", Tick.Door.CLOSED);
  }
}
