package io.homeostat.processors.shell;

import io.homeostat.core.lane.Stream;

/**
 * An output on its way to the log. The bytes are never changed.
 *
 * @param stream where it goes
 * @param lane the lane there
 * @param key the record's key; empty if it has none
 * @param value what it says, encoded with its origin
 */
public record OutputBytes(Stream stream, int lane, byte[] key, byte[] value) {}
