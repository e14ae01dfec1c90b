package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Draft;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.UndoRequest;
import io.homeostat.core.plan.Deed;
import io.homeostat.core.plan.Undoing;
import io.homeostat.core.rules.Playbook;
import java.util.List;
import java.util.Optional;

/** Undoes effects where people ask for it, in an incident of the undo's own. */
final class UndoStep {
  /** The prefix of effects in the queue, which are to be forgotten. */
  static final String DEED = "deed/";

  private UndoStep() {}

  /** Remembers an effect; the one of an undo is the end of what it has undone. */
  static void remember(Desk desk, Attempt attempt, Outcome outcome) {
    Deed deed = Deed.of(attempt, outcome, desk.now());
    desk.keep(deed);
    IncidentTables.DUE.schedule(desk.cells(), deed.keepMillis(), DEED + deed.proposalId());
    desk.undoing(outcome.incidentId())
        .flatMap(undoing -> desk.deed(undoing.deed().proposalId()))
        .ifPresent(original -> desk.keep(original.wasUndone()));
    desk.forgetUndoing(outcome.incidentId());
  }

  /** Forgets an effect whose time is over. */
  static void forgetOld(Desk desk, String proposalId) {
    desk.deed(proposalId)
        .filter(deed -> desk.now() >= deed.keepMillis())
        .ifPresent(deed -> desk.cells().remove(IncidentTables.DEEDS, proposalId));
  }

  /** A person asks for an undo. */
  static void take(Desk desk, UndoRequest request) {
    Optional<Deed> deed = desk.deed(request.proposalId());
    Optional<String> objection = deed.map(each -> objection(desk, each)).orElse(Optional.of(""));
    if (deed.isEmpty() || objection.isPresent()) {
      String why =
          deed.isEmpty()
              ? "No effect of proposal "
                  + request.proposalId()
                  + " is known that could be undone; effects are remembered for seven days"
              : objection.get();
      answer(desk, request, false, why);
      note(desk, request, "Not undone, as " + request.who().text() + " asked: " + why);
      return;
    }
    String id = Ids.of("undo", request.id(), request.proposalId());
    Undoing undoing = Undoing.of(request, deed.get(), desk.now());
    desk.keep(deed.get().beingUndone(id));
    desk.keep(id, undoing);
    desk.add(
        Dossier.undoing(
            id,
            request.system(),
            undoing.title(),
            request.proposalId(),
            desk.documents().rules().version(),
            desk.now()));
    answer(desk, request, true, "An undo is being planned: incident " + id);
    note(desk, request, undoing.title() + " (incident " + id + ")");
  }

  /** Looks whether the undo can be planned now, and asks for its evidence. */
  static Dossier look(Desk desk, Dossier dossier, Course.Waiting waiting, Undoing undoing) {
    Optional<Playbook> playbook = playbook(desk, undoing.deed());
    if (playbook.isEmpty()) {
      return giveUp(desk, dossier, "the rules have no playbook " + undoing.deed().playbook());
    }
    if (desk.now() >= undoing.giveUpMillis()) {
      return giveUp(desk, dossier, "the undo could not begin in time; last: " + waiting.why());
    }
    Optional<String> other =
        desk.busy(undoing.deed().target()).filter(id -> !id.equals(dossier.id()));
    if (other.isPresent()) {
      return PlanStep.backOff(
          desk,
          dossier,
          "incident " + other.get() + " acts on " + undoing.deed().target().called());
    }
    Draft draft =
        undoing.draft(dossier, playbook.get(), desk.documents().rules().version(), desk.now());
    return dossier.with(waiting.ask(draft)).with(dossier.efforts().planned());
  }

  /** The answers are there, or overdue. */
  static Dossier conclude(Desk desk, Dossier dossier, Course.Asking asking, Undoing undoing) {
    Draft draft = asking.draft();
    Optional<Playbook> playbook = playbook(desk, undoing.deed());
    if (playbook.isEmpty() || !draft.rules().equals(desk.documents().rules().version())) {
      return dossier.with(asking.refrain("planning anew", desk.now()));
    }
    Optional<List<Evidence>> evidence = Undoing.evidence(draft, playbook.get(), desk.now());
    if (evidence.isEmpty()) {
      return PlanStep.backOff(
          desk, dossier, "the undo is not begun for want of fresh evidence: " + asking.inaction());
    }
    Proposal proposal =
        undoing.propose(
            dossier,
            draft,
            playbook.get(),
            evidence.get(),
            desk.documents().topology(),
            desk.now());
    desk.tellGovernor(proposal);
    return dossier
        .with(asking.propose(undoing.attempt(proposal, playbook.get())))
        .noting(
            desk.now(),
            Moment.Kind.PROPOSAL,
            proposal.action() + " on " + proposal.target().called() + ": " + proposal.predicted(),
            proposal.id());
  }

  /** It is not undone, and not tried again by itself. */
  static Dossier giveUp(Desk desk, Dossier dossier, String why) {
    desk.undoing(dossier.id())
        .flatMap(undoing -> desk.deed(undoing.deed().proposalId()))
        .ifPresent(deed -> desk.keep(deed.beingUndone("")));
    desk.forgetUndoing(dossier.id());
    return dossier
        .with(Course.Escalated.because(why))
        .noting(desk.now(), Moment.Kind.NOTE, "Not undone: " + why, "");
  }

  private static Optional<String> objection(Desk desk, Deed deed) {
    if (deed.undone()) {
      return Optional.of("It was undone already: incident " + deed.undoIncident());
    }
    boolean underWay =
        desk.undoing(deed.undoIncident()).isPresent()
            && desk.find(deed.undoIncident())
                .filter(each -> !(each.course() instanceof Course.Escalated))
                .isPresent();
    if (underWay) {
      return Optional.of("Its undo is under way: incident " + deed.undoIncident());
    }
    Optional<Playbook> playbook = playbook(desk, deed);
    if (deed.undoAction().isEmpty()) {
      return Optional.of(
          deed.action()
              + " has no undo"
              + playbook.map(each -> ". Its playbook says: " + each.undo()).orElse(""));
    }
    return playbook.isEmpty()
        ? Optional.of("The rules have no playbook " + deed.playbook() + " any more")
        : Optional.empty();
  }

  private static Optional<Playbook> playbook(Desk desk, Deed deed) {
    return desk.documents().rules().playbooks().stream()
        .filter(each -> each.name().equals(deed.playbook()))
        .findFirst();
  }

  private static void answer(Desk desk, UndoRequest request, boolean taken, String reason) {
    desk.answer(
        new Answer(request.id(), request.proposalId(), request.who(), taken, reason, desk.now()));
  }

  private static void note(Desk desk, UndoRequest request, String text) {
    ActionStep.change(
        desk,
        request.incidentId(),
        dossier -> dossier.noting(desk.now(), Moment.Kind.NOTE, text, request.id()));
  }
}
