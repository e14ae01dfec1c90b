package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.ObservationRequest;

/**
 * What an incident has asked the telemetry lanes.
 *
 * @param id the question's id, repeated in the answer
 * @param entity the entity
 * @param series the series
 * @param fromMillis beginning of the window, inclusive
 * @param toMillis end of the window, exclusive
 */
public record Question(String id, EntityId entity, String series, long fromMillis, long toMillis) {

  /**
   * A question.
   *
   * @param purpose what it is asked for: the same question for another purpose has another id
   */
  public static Question of(
      String purpose, EntityId entity, String series, long fromMillis, long toMillis) {
    String id =
        Ids.of(
            "question",
            purpose,
            entity.text(),
            series,
            Long.toString(fromMillis),
            Long.toString(toMillis));
    return new Question(id, entity, series, fromMillis, toMillis);
  }

  /** The question as the telemetry lanes read it. */
  public ObservationRequest request(String system) {
    return new ObservationRequest(id, system, entity, series, fromMillis, toMillis);
  }

  /** Which series, for a person. */
  public String subject() {
    return series + " of " + entity.name();
  }
}
