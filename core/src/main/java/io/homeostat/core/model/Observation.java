package io.homeostat.core.model;

/**
 * The answer to an {@link ObservationRequest}: means over steps of equal length. Steps without a
 * sample are left out; no steps at all means that nothing is known.
 *
 * @param id the question's id
 * @param system whose lane of {@code signals} this is for
 * @param entity the entity
 * @param series the series
 * @param fromMillis beginning of the window
 * @param toMillis end of the window
 * @param stepMillis the length of a step
 * @param timesMillis the steps' beginnings, ascending; at most 240
 * @param means the mean of each step's samples
 * @param counts how many samples each step has
 */
public record Observation(
    String id,
    String system,
    EntityId entity,
    String series,
    long fromMillis,
    long toMillis,
    long stepMillis,
    long[] timesMillis,
    double[] means,
    long[] counts)
    implements Fact {}
