package io.homeostat.ingest.door;

import io.homeostat.core.lane.Tick;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The doors of this process and when each was last heard of. A {@link DoorHerald} tells the clock
 * of them. A door that has not opened yet counts as closed: what it would bring is unknown, not
 * absent.
 */
public final class Doors {
  /** The doors that every tick tells of. */
  public static final List<String> NAMES = List.of("gateway", "probe", "cdc", "watchers");

  private static final Doors OF_PROCESS = new Doors(System::nanoTime);

  private final LongSupplier nanoTime;
  private final Map<String, Door> doors = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public Doors(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The doors of this process. */
  public static Doors ofProcess() {
    return OF_PROCESS;
  }

  /** The door of a name; it is closed until its first heartbeat. */
  public Door door(String name) {
    return doors.computeIfAbsent(name, key -> new Door(nanoTime));
  }

  /** The doors that this process has. */
  public List<String> names() {
    return List.copyOf(doors.keySet());
  }

  /** How those of these doors are now that this process has. */
  public SortedMap<String, Tick.Door> health(List<String> names) {
    SortedMap<String, Tick.Door> health = new TreeMap<>();
    for (String name : names) {
      Door door = doors.get(name);
      if (door != null) {
        health.put(name, door.health());
      }
    }
    return health;
  }
}
