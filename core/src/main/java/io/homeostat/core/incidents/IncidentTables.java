package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Observation;
import io.homeostat.core.plan.Deed;
import io.homeostat.core.plan.Undoing;
import java.util.ArrayList;
import java.util.List;

/** The fold's state. Everything in it is bounded: see core's README. */
final class IncidentTables {

  /** Ids in the order in which they came. */
  record IdList(List<String> ids) {
    static final IdList NONE = new IdList(List.of());

    IdList {
      ids = List.copyOf(ids);
    }

    IdList with(String id) {
      if (ids.contains(id)) {
        return this;
      }
      List<String> more = new ArrayList<>(ids);
      more.add(id);
      return new IdList(more);
    }

    IdList without(String id) {
      return new IdList(ids.stream().filter(each -> !each.equals(id)).toList());
    }
  }

  /** A system's changes of late, oldest first. */
  record RecentChanges(List<Change> changes) {
    static final RecentChanges NONE = new RecentChanges(List.of());

    RecentChanges {
      changes = List.copyOf(changes);
    }
  }

  static final String ONLY = "";

  /** The lane's time. */
  static final Table<Long> CLOCK = new Table<>("incidents.clock", Forms.of(Long.class));

  /** Incidents by id, until they are forgotten. */
  static final Table<Dossier> DOSSIERS =
      new Table<>("correlate.incidents", Forms.of(Dossier.class));

  /** The ids of a system's incidents that are not forgotten. */
  static final Table<IdList> SYSTEMS = new Table<>("correlate.systems", Forms.of(IdList.class));

  /** The ids of all incidents that are not closed. */
  static final Table<IdList> OPEN = new Table<>("correlate.open", Forms.of(IdList.class));

  /** The incident of a signal. */
  static final Table<String> SIGNALS = new Table<>("correlate.signals", Forms.of(String.class));

  /** A system's changes of late. */
  static final Table<RecentChanges> CHANGES =
      new Table<>("correlate.changes", Forms.of(RecentChanges.class));

  /** The incident that asked a question. */
  static final Table<String> QUESTIONS = new Table<>("plan.questions", Forms.of(String.class));

  /** Answers that a verdict will be made of. */
  static final Table<Observation> ANSWERS =
      new Table<>("verify.answers", Forms.of(Observation.class));

  /** Effects that may have to be undone, by proposal. */
  static final Table<Deed> DEEDS = new Table<>("plan.deeds", Forms.of(Deed.class));

  /** Undos that people have asked for, by their incident. */
  static final Table<Undoing> UNDOINGS = new Table<>("plan.undoings", Forms.of(Undoing.class));

  /** What is due. */
  static final DueQueue DUE = new DueQueue("incidents.due", 250);

  private IncidentTables() {}

  static List<Table<?>> all() {
    List<Table<?>> tables =
        new ArrayList<>(
            List.of(
                CLOCK, DOSSIERS, SYSTEMS, OPEN, SIGNALS, CHANGES, QUESTIONS, ANSWERS, DEEDS,
                UNDOINGS));
    tables.add(Documents.HELD);
    tables.add(Reservations.TARGETS);
    tables.addAll(DUE.tables());
    return tables;
  }
}
