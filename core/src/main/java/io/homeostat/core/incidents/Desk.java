package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Correlation;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Question;
import io.homeostat.core.correlate.Revision;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.Signal;
import io.homeostat.core.plan.Chooser;
import io.homeostat.core.plan.Deed;
import io.homeostat.core.plan.Undoing;
import java.util.List;
import java.util.Optional;

/**
 * What one step of the fold works with: the lane's time, the documents in force, and the incidents.
 * Saving an incident brings everything in line with it: indexes, questions to telemetry, reserved
 * targets, the queue, and what people are told.
 */
final class Desk {
  /** How long a closed incident is remembered. */
  private static final long REMEMBERED_MILLIS = 600_000;

  /** It is remembered for at least so many closing times. */
  private static final int REMEMBERED_CLOSINGS = 3;

  /** The prefix of incidents in the queue. */
  static final String INCIDENT = "incident/";

  private final Cells cells;
  private final Outputs outputs;
  private final Documents.InForce documents;
  private final long nowMillis;
  private final boolean tick;

  Desk(Cells cells, Outputs outputs, Documents.InForce documents, long nowMillis, boolean tick) {
    this.cells = cells;
    this.outputs = outputs;
    this.documents = documents;
    this.nowMillis = nowMillis;
    this.tick = tick;
  }

  long now() {
    return nowMillis;
  }

  Cells cells() {
    return cells;
  }

  Documents.InForce documents() {
    return documents;
  }

  long closeMillis() {
    return documents.rules().correlation().closeMillis();
  }

  /** To the governor. */
  void tellGovernor(Fact fact) {
    outputs.emit(Stream.GOVERNANCE, "", fact);
  }

  /** To people and other systems. */
  void publish(String key, Fact fact) {
    outputs.emit(Stream.OUTCOMES, key, fact);
  }

  /** To the person who asked. */
  void answer(Answer answer) {
    outputs.emit(Stream.DECISIONS, answer.about(), answer);
  }

  /** The effect of a proposal, while it is remembered. */
  Optional<Deed> deed(String proposalId) {
    return cells.get(IncidentTables.DEEDS, proposalId);
  }

  void keep(Deed deed) {
    cells.put(IncidentTables.DEEDS, deed.proposalId(), deed);
  }

  /** The undo that an incident is about, while it is still to be made. */
  Optional<Undoing> undoing(String incidentId) {
    return cells.get(IncidentTables.UNDOINGS, incidentId);
  }

  void keep(String incidentId, Undoing undoing) {
    cells.put(IncidentTables.UNDOINGS, incidentId, undoing);
  }

  void forgetUndoing(String incidentId) {
    cells.remove(IncidentTables.UNDOINGS, incidentId);
  }

  Optional<Dossier> find(String incidentId) {
    return cells.get(IncidentTables.DOSSIERS, incidentId);
  }

  /** The incidents of a system that are not forgotten. */
  List<Dossier> of(String system) {
    return ids(IncidentTables.SYSTEMS, system).ids().stream()
        .flatMap(id -> find(id).stream())
        .toList();
  }

  /** The ids of all incidents that are not closed. */
  List<String> open() {
    return ids(IncidentTables.OPEN, IncidentTables.ONLY).ids();
  }

  /** The incident that acts on a target. */
  Optional<String> busy(EntityId target) {
    return Reservations.holder(cells, target, nowMillis);
  }

  Chooser chooser() {
    return new Chooser(documents.rules(), documents.topology(), documents.context(), this::busy);
  }

  /** Where a signal belongs that was not seen before; never where a person's wish is. */
  Optional<Dossier> home(Signal signal) {
    List<Dossier> known = of(signal.system()).stream().filter(Dossier::ofSignals).toList();
    return Correlation.home(signal, known, documents.rules().correlation(), nowMillis);
  }

  /** The answer to a question of a watch. */
  Optional<Observation> answer(Question question) {
    return cells.get(IncidentTables.ANSWERS, question.id());
  }

  /** Keeps a new incident. */
  void add(Dossier dossier) {
    cells.put(
        IncidentTables.SYSTEMS,
        dossier.system(),
        ids(IncidentTables.SYSTEMS, dossier.system()).with(dossier.id()));
    register(dossier);
    store(send(dossier, true, true));
  }

  /** Keeps an incident as it is now, in place of what it was. */
  void save(Dossier before, Dossier after) {
    if (before.closed() != after.closed()) {
      register(after);
    }
    ask(before.course(), after);
    Reservations.update(cells, before, after);
    boolean changed = after.sent().due() || !Revision.same(before, after);
    boolean moved = before.course().state() != after.course().state();
    store(send(after, changed, moved || tick));
  }

  /** Forgets a closed incident. */
  void forget(Dossier dossier) {
    dossier.members().signals().forEach(s -> cells.remove(IncidentTables.SIGNALS, s.id()));
    Reservations.forget(cells, dossier);
    forgetUndoing(dossier.id());
    cells.remove(IncidentTables.DOSSIERS, dossier.id());
    shrink(IncidentTables.SYSTEMS, dossier.system(), dossier.id());
    shrink(IncidentTables.OPEN, IncidentTables.ONLY, dossier.id());
  }

  private void register(Dossier dossier) {
    if (dossier.closed()) {
      shrink(IncidentTables.OPEN, IncidentTables.ONLY, dossier.id());
    } else {
      cells.put(
          IncidentTables.OPEN,
          IncidentTables.ONLY,
          ids(IncidentTables.OPEN, IncidentTables.ONLY).with(dossier.id()));
    }
  }

  private void ask(Course before, Dossier after) {
    List<Question> asked = after.course().questions();
    for (Question old : before.questions()) {
      if (!asked.contains(old)) {
        cells.remove(IncidentTables.QUESTIONS, old.id());
        cells.remove(IncidentTables.ANSWERS, old.id());
      }
    }
    for (Question question : asked) {
      if (!before.questions().contains(question)) {
        cells.put(IncidentTables.QUESTIONS, question.id(), after.id());
        outputs.emit(Stream.METRICS, question.entity().text(), question.request(after.system()));
      }
    }
  }

  private Dossier send(Dossier dossier, boolean changed, boolean atOnce) {
    Dossier.Sent sent = dossier.sent();
    if (changed && atOnce) {
      outputs.emit(
          Stream.INCIDENTS, dossier.id(), Revision.of(dossier, documents.topology(), nowMillis));
      return dossier.with(new Dossier.Sent(sent.revision() + 1, false, sent.wakeMillis()));
    }
    return dossier.with(new Dossier.Sent(sent.revision(), changed, sent.wakeMillis()));
  }

  private void store(Dossier dossier) {
    long due = due(dossier);
    Dossier.Sent sent = dossier.sent();
    Dossier kept = dossier;
    if (due < sent.wakeMillis()) {
      IncidentTables.DUE.schedule(cells, due, INCIDENT + dossier.id());
      kept = dossier.with(new Dossier.Sent(sent.revision(), sent.due(), due));
    }
    cells.put(IncidentTables.DOSSIERS, kept.id(), kept);
  }

  /** The lane time at which an incident is looked at next; never before now. */
  private long due(Dossier dossier) {
    long due = dossier.sent().due() ? nowMillis : dossier.course().dueMillis();
    if (dossier.closedMillis().isPresent()) {
      due = Math.min(due, forgetMillis(dossier.closedMillis().get()));
    } else if (dossier.quietMillis().isPresent() && dossier.course().mayClose()) {
      due = Math.min(due, dossier.quietMillis().get() + closeMillis());
    }
    return due == Course.NEVER ? due : Math.max(due, nowMillis);
  }

  /** When an incident closed at a time is forgotten. */
  long forgetMillis(long closedMillis) {
    return closedMillis + Math.max(REMEMBERED_MILLIS, REMEMBERED_CLOSINGS * closeMillis());
  }

  private IncidentTables.IdList ids(Table<IncidentTables.IdList> table, String key) {
    return cells.get(table, key).orElse(IncidentTables.IdList.NONE);
  }

  private void shrink(Table<IncidentTables.IdList> table, String key, String id) {
    IncidentTables.IdList rest = ids(table, key).without(id);
    if (rest.ids().isEmpty()) {
      cells.remove(table, key);
    } else {
      cells.put(table, key, rest);
    }
  }
}
