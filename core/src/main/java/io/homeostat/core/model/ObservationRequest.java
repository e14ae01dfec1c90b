package io.homeostat.core.model;

/**
 * A question to the telemetry lanes: what was this series over this time? It is answered once the
 * lane has come past the end of the window.
 *
 * @param id the question's id, repeated in the answer
 * @param system whose lane of {@code signals} gets the answer
 * @param entity the entity
 * @param series the series
 * @param fromMillis beginning of the window, inclusive
 * @param toMillis end of the window, exclusive
 */
public record ObservationRequest(
    String id, String system, EntityId entity, String series, long fromMillis, long toMillis)
    implements Fact {}
