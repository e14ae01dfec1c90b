package io.homeostat.ingest.deployment;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.ingest.intake.Cut;
import java.util.Optional;

/**
 * One step of a change's course, as a tool tells it. Steps with the same kind, entity and key are
 * one change.
 *
 * @param tool who tells it
 * @param kind such as {@code deployment}
 * @param labels what it is about
 * @param key what the tool knows it by
 * @param state how far it is
 * @param beganMillis when it began, as far as this step tells; the earliest that is told counts
 * @param updatedMillis when this was so
 * @param actor who did it; empty where it is not told
 * @param delivery from what to what
 * @param note the tool's own words; empty where there are none
 */
record Step(
    String tool,
    String kind,
    Places.Labels labels,
    String key,
    Change.State state,
    long beganMillis,
    long updatedMillis,
    String actor,
    Delivery delivery,
    String note) {
  private static final long AHEAD_MILLIS = 300_000;

  /** What a tool tells comes from outside: on one line, and not too much of it. */
  Step {
    actor = Cut.line(actor);
    delivery =
        new Delivery(
            Cut.line(delivery.from()),
            Cut.line(delivery.to()),
            delivery.through(),
            delivery.health());
  }

  /** The change that this is a step of. */
  Told told(Places places, long receivedMillis) throws Json.Wrong {
    if (Math.max(beganMillis, updatedMillis) > receivedMillis + AHEAD_MILLIS) {
      return new Told.Malformed(
          "it is of a time more than five minutes ahead of this clock", "set the clocks right");
    }
    EntityId entity = places.entity(labels);
    return new Told.Changed(
        new Change(
            Ids.of(kind, tool, entity.text(), key),
            kind,
            entity,
            places.systemOf().apply(entity),
            state,
            Math.min(beganMillis, updatedMillis),
            updatedMillis,
            actor,
            summary(entity),
            Optional.of(delivery)));
  }

  private String summary(EntityId entity) {
    String course =
        switch (state) {
          case BEGUN -> "has begun";
          case FINISHED -> "is done";
          case FAILED -> "has failed";
        };
    return Character.toUpperCase(kind.charAt(0))
        + kind.substring(1)
        + " of "
        + Cut.line(entity.name())
        + " "
        + delivery.step()
        + " "
        + course
        + (note.isEmpty() ? "" : ": " + note);
  }
}
