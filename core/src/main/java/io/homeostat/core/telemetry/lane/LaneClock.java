package io.homeostat.core.telemetry.lane;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Table;
import io.homeostat.core.lane.Tick;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the time of a lane has come, and since when silence means something: since when ticks
 * have come without a hole, and since when each door has been as it is.
 *
 * @param nowMillis the newest tick, in whole seconds, so that what is judged at a tick does not
 *     depend on why it was looked at; {@link Long#MIN_VALUE} before the first
 * @param steadySinceMillis the tick since which there was no hole
 * @param doors how each door is, and since when
 */
public record LaneClock(
    long nowMillis, long steadySinceMillis, SortedMap<String, DoorState> doors) {
  /** The whole second in which things are judged. */
  public static final long GRAIN_MILLIS = 1_000;

  private static final Table<LaneClock> TABLE = new Table<>("clock", Forms.of(LaneClock.class));
  private static final String ONLY = "";
  private static final LaneClock UNSET =
      new LaneClock(Long.MIN_VALUE, Long.MIN_VALUE, new TreeMap<>());

  /**
   * How a door is.
   *
   * @param open whether what it brings, or doesn't, means something
   * @param sinceMillis since which tick it has been so without a hole
   */
  public record DoorState(boolean open, long sinceMillis) {}

  public LaneClock {
    doors = Collections.unmodifiableSortedMap(doors);
  }

  /** Its part of a fold's state. */
  public static Table<LaneClock> table() {
    return TABLE;
  }

  /** The clock of a lane. */
  public static LaneClock of(Cells cells) {
    return cells.get(TABLE, ONLY).orElse(UNSET);
  }

  /** Takes a tick in; the clock after it. */
  public static LaneClock advance(Cells cells, Now now) {
    LaneClock next = of(cells).after(now);
    cells.put(TABLE, ONLY, next);
    return next;
  }

  /** The first whole second at or after a time. */
  public static long roundUp(long timeMillis) {
    return -Math.floorDiv(-timeMillis, GRAIN_MILLIS) * GRAIN_MILLIS;
  }

  /** True once there was a tick. */
  public boolean started() {
    return nowMillis != Long.MIN_VALUE;
  }

  /** True when a door is open. */
  public boolean open(String door) {
    DoorState state = doors.get(door);
    return state != null && state.open();
  }

  /** Since when a door has been as it is; for a door that no tick tells of, now. */
  public long doorSinceMillis(String door) {
    DoorState state = doors.get(door);
    return state != null ? state.sinceMillis() : nowMillis;
  }

  private LaneClock after(Now now) {
    long second = Math.floorDiv(now.timeMillis(), GRAIN_MILLIS) * GRAIN_MILLIS;
    boolean anew = now.hole() || !started();
    SortedMap<String, DoorState> next = new TreeMap<>();
    now.doors()
        .forEach(
            (name, door) -> {
              boolean open = door == Tick.Door.OPEN;
              DoorState before = doors.get(name);
              boolean same = !anew && before != null && before.open() == open;
              next.put(name, same ? before : new DoorState(open, second));
            });
    return new LaneClock(second, anew ? second : steadySinceMillis, next);
  }
}
