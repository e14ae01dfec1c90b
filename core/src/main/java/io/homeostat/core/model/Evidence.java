package io.homeostat.core.model;

/**
 * A fact that a proposal rests on, with its age.
 *
 * @param what what was observed, one line for a person
 * @param entity whose it is
 * @param series the series, or empty
 * @param value the value observed
 * @param observedMillis when it was observed, in event time
 */
public record Evidence(
    String what, EntityId entity, String series, double value, long observedMillis) {}
