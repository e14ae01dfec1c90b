package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes changes in: they belong to every incident of their system that they may have caused. A
 * closed incident hears how the changes that it knows went on: it may open again.
 */
final class ChangeStep {
  /** The most changes of a system that are remembered for incidents to come. */
  static final int MOST_RECENT = 64;

  /** The prefix of systems in the queue, whose old changes are to be forgotten. */
  static final String SYSTEM = "changes/";

  private ChangeStep() {}

  static void take(Desk desk, Change told) {
    Optional<Change> known =
        recent(desk, told.system()).stream()
            .filter(each -> each.id().equals(told.id()))
            .findFirst();
    Change change = known.map(told::continuing).orElse(told);
    remember(desk, change);
    for (Dossier before : desk.of(change.system())) {
      if (!before.closed() || before.members().knows(change)) {
        desk.save(before, looking(desk, attach(desk, before, change)));
      }
    }
  }

  /** An incident that opens again, with what was told of changes since it was closed. */
  static Dossier catchUp(Desk desk, Dossier dossier, long closedMillis) {
    Dossier caughtUp = dossier;
    for (Change change : recent(desk, dossier.system())) {
      if (change.updatedMillis() >= closedMillis) {
        caughtUp = attach(desk, caughtUp, change);
      }
    }
    return caughtUp;
  }

  /** Conditions know what is under way: a plan may be possible now. */
  private static Dossier looking(Desk desk, Dossier dossier) {
    return dossier.course() instanceof Course.Waiting waiting
        ? dossier.with(waiting.look(desk.now()))
        : dossier;
  }

  /** The incident with a change, if that was late enough to have to do with it. */
  static Dossier attach(Desk desk, Dossier dossier, Change change) {
    long earliest = dossier.openedMillis() - desk.documents().rules().correlation().changesMillis();
    return lastMillis(change) < earliest || !dossier.ofSignals()
        ? dossier
        : dossier
            .with(change)
            .noting(change.beganMillis(), Moment.Kind.CHANGE, change.summary(), change.id());
  }

  /**
   * When a change was made at the latest. What has versions was made when it began, however often
   * its tool tells of it since; of an altered table, say, it is only known between which two looks.
   */
  private static long lastMillis(Change change) {
    return change.delivery().isPresent() ? change.beganMillis() : change.updatedMillis();
  }

  /** The changes of a system that an incident opened now may be caused by. */
  static List<Change> recent(Desk desk, String system) {
    return desk.cells()
        .get(IncidentTables.CHANGES, system)
        .orElse(IncidentTables.RecentChanges.NONE)
        .changes();
  }

  /** Forgets what is too old to matter. */
  static void forgetOld(Desk desk, String system) {
    keep(desk, system, recent(desk, system));
    if (!recent(desk, system).isEmpty()) {
      schedule(desk, system);
    }
  }

  /** Keeps a change for incidents to come. */
  static void remember(Desk desk, Change change) {
    List<Change> changes = new ArrayList<>(recent(desk, change.system()));
    boolean first = changes.isEmpty();
    changes.removeIf(each -> each.id().equals(change.id()));
    changes.add(change);
    changes.sort(Comparator.comparingLong(Change::beganMillis).thenComparing(Change::id));
    keep(
        desk,
        change.system(),
        changes.size() > MOST_RECENT
            ? changes.subList(changes.size() - MOST_RECENT, changes.size())
            : changes);
    if (first && !recent(desk, change.system()).isEmpty()) {
      schedule(desk, change.system());
    }
  }

  private static void keep(Desk desk, String system, List<Change> changes) {
    long oldest = desk.now() - memoryMillis(desk);
    List<Change> kept = changes.stream().filter(each -> lastMillis(each) >= oldest).toList();
    if (kept.isEmpty()) {
      desk.cells().remove(IncidentTables.CHANGES, system);
    } else {
      desk.cells().put(IncidentTables.CHANGES, system, new IncidentTables.RecentChanges(kept));
    }
  }

  /** Asks to be reminded of a system's changes when the oldest will be old. */
  private static void schedule(Desk desk, String system) {
    long oldest =
        recent(desk, system).stream().mapToLong(ChangeStep::lastMillis).min().orElse(desk.now());
    IncidentTables.DUE.schedule(desk.cells(), oldest + memoryMillis(desk) + 1_000, SYSTEM + system);
  }

  /** An incident may open late, for a failure that began early: changes are kept twice as long. */
  private static long memoryMillis(Desk desk) {
    return 2 * desk.documents().rules().correlation().changesMillis();
  }
}
