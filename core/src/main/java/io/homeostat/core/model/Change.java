package io.homeostat.core.model;

/**
 * Something that was changed in the world: a deployment, a migration, a mass update, a repair.
 *
 * @param id derived from kind, entity and beginning
 * @param kind such as {@code deployment}, {@code schema}, {@code data}, {@code repair}
 * @param entity what was changed
 * @param system the system that the entity belongs to
 * @param state its course
 * @param beganMillis when it began
 * @param updatedMillis when this was seen
 * @param actor who or what did it, as far as it is known; else empty
 * @param summary one sentence for a person
 */
public record Change(
    String id,
    String kind,
    EntityId entity,
    String system,
    State state,
    long beganMillis,
    long updatedMillis,
    String actor,
    String summary)
    implements Fact {

  /** The course of a change. */
  public enum State {
    BEGUN,
    FINISHED,
    FAILED
  }
}
