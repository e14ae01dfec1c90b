package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;
import java.util.SortedMap;

/**
 * A tick that the lane accepted, as a fold sees it: time has come this far, and no later record is
 * older in lane time.
 *
 * @param timeMillis the lane's time
 * @param previousMillis the time before; equal to {@code timeMillis} at the first tick
 * @param hole true when ticks were missing in between, so that timers of absence start anew
 * @param doors how each door of ingest is
 */
public record Now(
    long timeMillis, long previousMillis, boolean hole, SortedMap<String, Tick.Door> doors)
    implements Fact {}
