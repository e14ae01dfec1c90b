package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Draft;
import io.homeostat.core.correlate.Efforts;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.plan.Choice;
import io.homeostat.core.plan.Finding;
import io.homeostat.core.plan.Planner;
import java.util.ArrayList;
import java.util.List;

/** Looks for a plan, asks for its evidence, and proposes it. */
final class PlanStep {
  /** Nothing is proposed before: signals that come together are then seen together. */
  private static final long GATHER_MILLIS = 5_000;

  /** No person is called for before: what comes in meanwhile may have an answer. */
  private static final long ESCALATE_MILLIS = 20_000;

  /** How often an incident for which nothing applies is looked at: conditions know its age. */
  private static final long RECHECK_MILLIS = 5_000;

  private PlanStep() {}

  /** Looks for a plan. */
  static Dossier look(Desk desk, Dossier dossier, Course.Waiting waiting) {
    return desk.undoing(dossier.id())
        .map(undoing -> UndoStep.look(desk, dossier, waiting, undoing))
        .orElseGet(() -> search(desk, dossier, waiting, List.of()));
  }

  /** A round of planning goes on, past what was found not to hold. */
  private static Dossier search(
      Desk desk, Dossier dossier, Course.Waiting waiting, List<Draft.Skipped> skipped) {
    Choice choice = desk.chooser().choose(dossier, skipped, desk.now());
    if (choice instanceof Choice.Candidate candidate && skipped.size() < Planner.MOST_SKIPPED) {
      Draft draft =
          Planner.draft(
              dossier,
              candidate,
              skipped,
              desk.documents().rules().version(),
              readyMillis(dossier),
              desk.now());
      return dossier.with(waiting.ask(draft)).with(dossier.efforts().planned());
    }
    Choice.Nothing nothing =
        choice instanceof Choice.Nothing none
            ? none
            : new Choice.Nothing(skipped.get(skipped.size() - 1).why(), false);
    boolean settled = desk.now() >= dossier.firstSeenMillis() + ESCALATE_MILLIS;
    if (nothing.exhausted() && settled) {
      return dossier
          .with(Course.Escalated.because(nothing.why()))
          .noting(desk.now(), Moment.Kind.NOTE, "Escalated: " + nothing.why(), "");
    }
    if (skipped.isEmpty()) {
      boolean firing = !dossier.members().in(Signal.State.FIRING).isEmpty();
      return dossier.with(
          new Course.Waiting(nothing.why(), firing ? desk.now() + RECHECK_MILLIS : Course.NEVER));
    }
    return backOff(desk, dossier, nothing.why());
  }

  /** The answers are there, or overdue: judges them. */
  static Dossier conclude(Desk desk, Dossier dossier, Course.Asking asking) {
    return desk.undoing(dossier.id())
        .map(undoing -> UndoStep.conclude(desk, dossier, asking, undoing))
        .orElseGet(() -> weigh(desk, dossier, asking));
  }

  private static Dossier weigh(Desk desk, Dossier dossier, Course.Asking asking) {
    Draft draft = asking.draft();
    Choice choice = desk.chooser().choose(dossier, draft.skipped(), desk.now());
    boolean same =
        choice instanceof Choice.Candidate candidate
            && candidate.playbook().name().equals(draft.playbook())
            && candidate.target().equals(draft.target())
            && candidate.sick().equals(draft.sick())
            && draft.rules().equals(desk.documents().rules().version());
    if (!same) {
      Course.Waiting anew = asking.refrain("planning anew", desk.now());
      return search(desk, dossier, anew, draft.skipped());
    }
    Choice.Candidate chosen = (Choice.Candidate) choice;
    Finding finding = Planner.judge(draft, chosen.playbook(), desk.now());
    if (finding instanceof Finding.Holds holds) {
      return propose(desk, dossier, asking, chosen, holds);
    }
    if (finding instanceof Finding.Fails fails) {
      List<Draft.Skipped> skipped = new ArrayList<>(draft.skipped());
      skipped.add(new Draft.Skipped(draft.playbook(), draft.target(), fails.why()));
      return search(desk, dossier, asking.refrain(fails.why(), desk.now()), skipped);
    }
    return backOff(desk, dossier, ((Finding.Unclear) finding).why());
  }

  private static Dossier propose(
      Desk desk,
      Dossier dossier,
      Course.Asking asking,
      Choice.Candidate chosen,
      Finding.Holds holds) {
    Proposal proposal =
        Planner.propose(
            dossier,
            asking.draft(),
            chosen,
            holds.evidence(),
            desk.documents().topology(),
            desk.now());
    desk.tellGovernor(proposal);
    return dossier
        .with(asking.propose(Planner.attempt(proposal, chosen)))
        .noting(
            desk.now(),
            Moment.Kind.PROPOSAL,
            chosen.subject() + ": " + proposal.predicted(),
            proposal.id());
  }

  /** Planning came to nothing; the next try comes later each time. */
  static Dossier backOff(Desk desk, Dossier dossier, String why) {
    Efforts efforts = dossier.efforts().cameToNothing();
    return dossier.with(efforts).with(new Course.Waiting(why, desk.now() + efforts.waitMillis()));
  }

  private static long readyMillis(Dossier dossier) {
    return dossier.firstSeenMillis() + GATHER_MILLIS;
  }
}
