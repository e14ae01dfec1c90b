package io.homeostat.processors.shell;

/**
 * A record of an inbox lane as the log holds it. The bytes are never changed.
 *
 * @param lane the lane
 * @param offset its place in the lane
 * @param appendedMillis when the log took it, by the log's own clock
 * @param bytes what it says, encoded
 */
public record LaneBytes(int lane, long offset, long appendedMillis, byte[] bytes) {}
