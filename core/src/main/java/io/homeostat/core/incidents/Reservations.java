package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.EntityId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which incident acts on a target: no other proposes anything for it. Held are the targets of what
 * is under way and, until their deadlines, of proposals that were given up before their decision
 * was known.
 */
final class Reservations {

  /**
   * A target's.
   *
   * @param incidentId the incident
   * @param untilMillis the lane time at which this counts no more
   */
  record Reservation(String incidentId, long untilMillis) {}

  static final Table<Reservation> TARGETS =
      new Table<>("plan.targets", Forms.of(Reservation.class));

  private Reservations() {}

  /** The incident that holds a target, if one does. */
  static Optional<String> holder(Cells cells, EntityId target, long nowMillis) {
    return cells
        .get(TARGETS, target.text())
        .filter(reservation -> nowMillis < reservation.untilMillis())
        .map(Reservation::incidentId);
  }

  /** An incident changed. */
  static void update(Cells cells, Dossier before, Dossier after) {
    exchange(cells, of(before), of(after));
  }

  /** An incident is forgotten. */
  static void forget(Cells cells, Dossier dossier) {
    exchange(cells, of(dossier), Map.of());
  }

  private static void exchange(
      Cells cells, Map<String, Reservation> before, Map<String, Reservation> after) {
    before.forEach(
        (target, reservation) -> {
          boolean own = cells.get(TARGETS, target).filter(reservation::equals).isPresent();
          if (own && !after.containsKey(target)) {
            cells.remove(TARGETS, target);
          }
        });
    after.forEach(
        (target, reservation) -> {
          if (!reservation.equals(before.get(target))) {
            cells.put(TARGETS, target, reservation);
          }
        });
  }

  private static Map<String, Reservation> of(Dossier dossier) {
    Map<String, Reservation> reservations = new TreeMap<>();
    for (Attempt given : dossier.efforts().superseded()) {
      reservations.put(
          given.target().text(), new Reservation(dossier.id(), given.deadlineMillis()));
    }
    dossier
        .course()
        .attempt()
        .map(attempt -> attempt.target().text())
        .ifPresent(target -> reservations.put(target, new Reservation(dossier.id(), Course.NEVER)));
    return reservations;
  }
}
