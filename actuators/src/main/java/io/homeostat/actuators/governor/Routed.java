package io.homeostat.actuators.governor;

/**
 * An encoded record with the lane that it goes to.
 *
 * @param lane the partition
 * @param bytes the record as the wire carries it
 */
record Routed(int lane, byte[] bytes) {}
