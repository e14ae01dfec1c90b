package io.homeostat.core.model;

import java.util.Optional;

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
 * @param delivery from which version to which, where it has versions
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
    String summary,
    Optional<Delivery> delivery)
    implements Fact {

  /** A change of what has no versions. */
  public Change(
      String id,
      String kind,
      EntityId entity,
      String system,
      State state,
      long beganMillis,
      long updatedMillis,
      String actor,
      String summary) {
    this(
        id,
        kind,
        entity,
        system,
        state,
        beganMillis,
        updatedMillis,
        actor,
        summary,
        Optional.empty());
  }

  /**
   * What is known of this change now, after what was known of it before: the newer word counts, and
   * the earlier beginning, for not every tool tells at the end when it began.
   */
  public Change continuing(Change before) {
    Change newer = before.updatedMillis > updatedMillis ? before : this;
    return new Change(
        newer.id,
        newer.kind,
        newer.entity,
        newer.system,
        newer.state,
        Math.min(beganMillis, before.beganMillis),
        newer.updatedMillis,
        newer.actor.isEmpty() ? before.actor : newer.actor,
        newer.summary,
        newer.delivery);
  }

  /** The course of a change. */
  public enum State {
    BEGUN,
    FINISHED,
    FAILED
  }
}
