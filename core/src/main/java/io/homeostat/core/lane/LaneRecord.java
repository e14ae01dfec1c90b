package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;

/**
 * A record in its place in a lane.
 *
 * @param offset its place
 * @param appendedMillis when the log took it, by the log's own clock
 * @param origin where it comes from
 * @param fact what it says
 */
public record LaneRecord(long offset, long appendedMillis, Origin origin, Fact fact) {}
