package io.homeostat.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.ActionNote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a lane remembers whom it has heard. */
@Timeout(60)
class MarksTest {
  private static final long START = 1_700_000_000_000L;
  private static final long HOUR_MILLIS = 3_600_000;

  /** Ticks this far apart are no hole. */
  private static final long STEP_MILLIS = 5_000;

  private final LaneDriver driver = new LaneDriver(new CountingFold(), Lanes.LOCAL);
  private final MapCells cells = new MapCells();
  private long now = START;
  private long offset;

  @Test
  void aSourceIsForgottenOnceItWasSilentForADayOfTicks() {
    hear("door/1", 5);
    tick(START);
    hear("door/2", 5);
    live(Marks.KEPT_HOURS);
    hear("door/2", 6);
    assertThat(sources()).containsExactly("door/1", "door/2");
    live(2);

    assertThat(sources()).containsExactly("door/2");
    assertThat(hear("door/2", 6)).as("a duplicate of a known source").isFalse();
    assertThat(hear("door/1", 5)).as("known no more: it counts as new").isTrue();
  }

  @Test
  void whoComesBackInTimeIsKnownForAnotherDay() {
    tick(START);
    hear("door/1", 5);
    for (int day = 0; day < 3; day++) {
      live(Marks.KEPT_HOURS);
      assertThat(hear("door/1", 5)).isFalse();
      assertThat(hear("door/1", 6 + day)).isTrue();
    }
    live(Marks.KEPT_HOURS + 2);
    assertThat(sources()).isEmpty();
    assertThat(heard()).isEmpty();
  }

  @Test
  void timeWithoutTicksMakesNobodyForgotten() {
    tick(START);
    hear("door/1", 5);
    now += 30 * 24 * HOUR_MILLIS;
    tick(now);
    live(1);

    assertThat(hear("door/1", 5)).isFalse();
  }

  @Test
  void aThousandLivesOfADoorLeaveTheLastDaysBehind() {
    tick(START);
    for (int life = 0; life < 200; life++) {
      hear("gateway/" + life, 0);
      live(1);
    }
    assertThat(sources()).hasSizeLessThanOrEqualTo((int) Marks.KEPT_HOURS + 2);
  }

  private void live(long hours) {
    for (long end = now + hours * HOUR_MILLIS; now < end; ) {
      now += STEP_MILLIS;
      tick(now);
    }
  }

  private void tick(long timeMillis) {
    apply(timeMillis, new Origin("clock/1", 0, offset, 0), timeMillis);
  }

  private void apply(long appended, Origin origin, long tickMillis) {
    driver.apply(
        0,
        cells,
        new LaneRecord(
            offset++, appended, origin, new Tick(tickMillis, Collections.emptySortedMap())));
  }

  /** Whether the record was taken in, and not dropped as seen before. */
  private boolean hear(String source, long at) {
    ActionNote note = CountingFold.note("a");
    return !driver
        .apply(0, cells, new LaneRecord(offset++, now, new Origin(source, 0, at, 0), note))
        .isEmpty();
  }

  private List<String> sources() {
    return keys(LaneTables.MARKS);
  }

  private List<String> heard() {
    return keys(LaneTables.HEARD);
  }

  private <V> List<String> keys(Table<V> table) {
    List<String> keys = new ArrayList<>();
    cells.forEach(table, (key, value) -> keys.add(key));
    Collections.sort(keys);
    return keys;
  }
}
