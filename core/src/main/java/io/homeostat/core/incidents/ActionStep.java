package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Efforts;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Moment;
import io.homeostat.core.plan.Refusal;
import io.homeostat.core.verify.Verifier;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Follows a proposal through decision and intent, in whatever order the words come. */
final class ActionStep {

  private ActionStep() {}

  static void decided(Desk desk, Decision decision) {
    change(
        desk,
        decision.incidentId(),
        dossier -> {
          Dossier noted =
              dossier.noting(
                  decision.decidedMillis(), Moment.Kind.DECISION, decision.reason(), decision.id());
          return decision.result() == Decision.Result.GRANTED
              ? granted(desk, noted, decision)
              : turnedDown(desk, noted, decision);
        });
  }

  static void intended(Desk desk, Intent intent) {
    change(
        desk,
        intent.incidentId(),
        dossier ->
            begun(desk, granted(desk, dossier, intent.proposalId(), intent.commandId()), intent)
                .noting(
                    intent.timeMillis(),
                    Moment.Kind.INTENT,
                    intent.actuator() + " begins on " + intent.target().called(),
                    intent.commandId()));
  }

  static void noted(Desk desk, ActionNote note) {
    change(
        desk,
        note.incidentId(),
        dossier ->
            dossier.noting(note.timeMillis(), Moment.Kind.PROGRESS, note.text(), note.commandId()));
  }

  /** The attempt of a proposal that is not settled yet: the present one, or one given up. */
  static Optional<Attempt> pending(Dossier dossier, String proposalId) {
    return dossier
        .course()
        .attempt()
        .filter(attempt -> attempt.proposalId().equals(proposalId))
        .or(() -> dossier.efforts().superseded(proposalId));
  }

  /** The incident without its present attempt, should that be another one. */
  static Dossier leaving(Dossier dossier, Attempt followed) {
    Efforts efforts = dossier.efforts().settle(followed.proposalId());
    boolean other =
        dossier
            .course()
            .attempt()
            .filter(attempt -> !attempt.proposalId().equals(followed.proposalId()))
            .isPresent();
    return dossier.with(
        other ? efforts.supersede(dossier.course().attempt().orElseThrow()) : efforts);
  }

  /** The action is granted: what was before it is asked about now. */
  static Course.Acting acting(Desk desk, Attempt attempt, String command) {
    return Course.Acting.on(attempt, command, Verifier.before(attempt, desk.now()), desk.now());
  }

  static void change(Desk desk, String incidentId, UnaryOperator<Dossier> change) {
    desk.find(incidentId).ifPresent(before -> desk.save(before, change.apply(before)));
  }

  private static Dossier begun(Desk desk, Dossier dossier, Intent intent) {
    return dossier.course() instanceof Course.Acting acting
            && acting.plan().proposalId().equals(intent.proposalId())
        ? dossier.with(acting.begin(desk.now()))
        : dossier;
  }

  /** A grant says until when its command may begin. */
  private static Dossier granted(Desk desk, Dossier dossier, Decision decision) {
    Dossier dated =
        dossier.course() instanceof Course.Proposed proposed
                && proposed.plan().proposalId().equals(decision.proposalId())
            ? dossier.with(
                decision
                    .untilMillis()
                    .map(until -> proposed.await(proposed.awaiting(), until))
                    .orElse(proposed))
            : dossier;
    return granted(desk, dated, decision.proposalId(), decision.commandId());
  }

  /** A grant, or the word of an intent that overtook it. */
  private static Dossier granted(Desk desk, Dossier dossier, String proposalId, String command) {
    Optional<Attempt> attempt = pending(dossier, proposalId);
    if (attempt.isEmpty() || dossier.committed()) {
      return dossier;
    }
    return leaving(dossier, attempt.get()).with(acting(desk, attempt.get(), command));
  }

  private static Dossier turnedDown(Desk desk, Dossier dossier, Decision decision) {
    boolean present =
        dossier.course() instanceof Course.Proposed proposed
            && proposed.plan().proposalId().equals(decision.proposalId());
    if (!present) {
      return decision.result() == Decision.Result.AWAITING
          ? dossier
          : dossier.with(dossier.efforts().settle(decision.proposalId()));
    }
    Course.Proposed proposed = (Course.Proposed) dossier.course();
    return switch (decision.result()) {
      case AWAITING ->
          dossier.with(
              proposed.await(
                  Refusal.awaited(decision) + ": " + Refusal.mode(decision),
                  decision.untilMillis().orElse(proposed.plan().deadlineMillis())));
      case SHOWN, REFUSED ->
          decision.untilMillis().isPresent()
              ? dossier.with(
                  proposed.turnedDown("approved; planned anew on fresh evidence", desk.now()))
              : refused(desk, dossier, proposed, Refusal.of(decision));
      case GRANTED -> throw new IllegalStateException("a grant does not turn down");
    };
  }

  private static Dossier refused(
      Desk desk, Dossier dossier, Course.Proposed proposed, Refusal refusal) {
    if (!refusal.passing()) {
      return settled(desk, dossier, proposed, refusal.why());
    }
    Efforts efforts = dossier.efforts().cameToNothing();
    long wait = efforts.waitMillis();
    String why = refusal.why() + "; next try " + wait / 1000 + " s after the decision";
    return dossier.with(efforts).with(proposed.turnedDown(why, desk.now() + wait));
  }

  /** Time alone does not change this answer: the target is left alone until something else does. */
  private static Dossier settled(Desk desk, Dossier dossier, Course.Proposed proposed, String why) {
    if (desk.undoing(dossier.id()).isPresent()) {
      return UndoStep.giveUp(desk, dossier, why);
    }
    Attempt plan = proposed.plan();
    Efforts.Settled answer =
        new Efforts.Settled(plan.target(), plan.cause(), desk.documents().context(), why);
    return dossier
        .with(dossier.efforts().settle(answer))
        .with(proposed.turnedDown(why, desk.now()));
  }
}
