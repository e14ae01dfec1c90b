package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;
import java.util.SortedMap;

/**
 * The time, as a record in every lane: the only time that a decider knows.
 *
 * @param timeMillis the elected clock's time, in milliseconds since 1970
 * @param doors how each door of ingest is, by its name
 */
public record Tick(long timeMillis, SortedMap<String, Door> doors) implements Fact {

  /** How a door is: absence of its data means something only while it is OPEN. */
  public enum Door {
    OPEN,
    CLOSED
  }
}
