package io.homeostat.core.model;

import java.util.Comparator;
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
  /** By all that a newer word takes the place of. */
  private static final Comparator<Change> NEWER =
      Comparator.comparingLong(Change::updatedMillis)
          .thenComparing(Change::state)
          .thenComparing(Change::summary)
          .thenComparing(Change::kind)
          .thenComparing(Change::entity)
          .thenComparing(Change::system)
          .thenComparing(change -> change.delivery.map(Delivery::to).orElse(""))
          .thenComparing(change -> change.delivery.map(Delivery::through).orElse(""))
          .thenComparing(
              change -> change.delivery.map(Delivery::health).orElse(Delivery.Health.UNKNOWN));

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
   * What is known of this change by two words of it, in whichever order they came: the newer word
   * counts, with the earlier beginning, for not every tool tells at the end when it began, and with
   * who did it and which version was there before, where either word says so. Words of the same
   * time are told apart by what they say, so that any order and any doubling of a change's words,
   * all with a delivery or all without, give the same.
   */
  public Change continuing(Change before) {
    Change newer = NEWER.compare(before, this) > 0 ? before : this;
    Optional<String> from = delivery.flatMap(mine -> before.delivery.map(mine::knownFrom));
    return new Change(
        newer.id,
        newer.kind,
        newer.entity,
        newer.system,
        newer.state,
        Math.min(beganMillis, before.beganMillis),
        newer.updatedMillis,
        Delivery.known(actor, before.actor),
        newer.summary,
        newer.delivery.map(each -> from.map(each::from).orElse(each)));
  }

  /** The course of a change. */
  public enum State {
    BEGUN,
    FINISHED,
    FAILED
  }
}
