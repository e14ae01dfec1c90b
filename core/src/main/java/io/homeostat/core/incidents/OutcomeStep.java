package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Effect;
import io.homeostat.core.correlate.Efforts;
import io.homeostat.core.correlate.Question;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.verify.Verifier;
import java.util.List;
import java.util.Optional;

/** Takes outcomes in: an effect is watched, a failure is tried again or handed to a person. */
final class OutcomeStep {
  private static final int MOST_REFUSALS = 5;

  private OutcomeStep() {}

  static void take(Desk desk, Outcome outcome, long appendedMillis) {
    ActionStep.change(
        desk,
        outcome.incidentId(),
        dossier ->
            follow(
                desk,
                dossier.noting(
                    outcome.endedMillis(),
                    Moment.Kind.OUTCOME,
                    outcome.result() + ": " + outcome.reason(),
                    outcome.commandId()),
                outcome,
                appendedMillis));
    if (outcome.result() == Outcome.Result.APPLIED) {
      tellOthers(desk, outcome);
    }
  }

  private static Dossier follow(Desk desk, Dossier dossier, Outcome outcome, long appendedMillis) {
    Optional<Attempt> pending = ActionStep.pending(dossier, outcome.proposalId());
    if (pending.isEmpty()) {
      return dossier;
    }
    Attempt attempt = pending.get();
    if (outcome.result() == Outcome.Result.APPLIED) {
      UndoStep.remember(desk, attempt, outcome);
    }
    if (dossier.course().attempt().filter(attempt::equals).isEmpty() && dossier.committed()) {
      return beside(dossier, attempt, outcome, appendedMillis);
    }
    if (dossier.course() instanceof Course.Watching) {
      return dossier;
    }
    if (!outcome.result().last()) {
      return unknown(desk, dossier, attempt, outcome);
    }
    Dossier left = ActionStep.leaving(dossier, attempt);
    Efforts efforts = left.efforts().carriedOut(attempt.playbook());
    return switch (outcome.result()) {
      case APPLIED, ALREADY_TRUE -> {
        Effect effect = Effect.of(attempt, outcome, appendedMillis);
        List<Question> asked =
            dossier.course().attempt().filter(attempt::equals).isPresent()
                ? dossier.course().questions()
                : List.of();
        yield left.with(efforts)
            .with(
                Course.Watching.over(
                    attempt, outcome.commandId(), effect, Verifier.before(attempt, effect, asked)))
            .active(effect.endedMillis());
      }
      case FAILED -> {
        String why = attempt.subject() + " failed: " + outcome.reason();
        if (desk.undoing(left.id()).isPresent()) {
          yield UndoStep.giveUp(desk, left.with(efforts), why);
        }
        yield efforts.attempts(attempt.playbook()) < attempt.mostAttempts()
            ? again(desk, left.with(efforts.cameToNothing()), why)
            : escalate(desk, left.with(efforts), why);
      }
      case REFUSED -> notBegun(desk, left, attempt.subject() + " was refused: " + outcome.reason());
      case UNKNOWN -> throw new IllegalStateException("an unknown outcome is not the last");
    };
  }

  /**
   * The outcome of another attempt than the one under way. Its effect is judged: now, or after the
   * one that is watched.
   */
  private static Dossier beside(
      Dossier dossier, Attempt attempt, Outcome outcome, long appendedMillis) {
    if (!outcome.result().last()) {
      return dossier;
    }
    Efforts efforts = dossier.efforts().settle(attempt.proposalId());
    boolean done =
        outcome.result() == Outcome.Result.APPLIED
            || outcome.result() == Outcome.Result.ALREADY_TRUE;
    if (!done) {
      return dossier.with(efforts);
    }
    Attempt plan = attempt.granted(outcome.commandId());
    Effect effect = Effect.of(attempt, outcome, appendedMillis);
    Efforts counted = efforts.carriedOut(attempt.playbook());
    return dossier.course() instanceof Course.Watching
        ? dossier.with(counted.later(new Efforts.Unjudged(plan, effect)))
        : ActionStep.leaving(dossier.with(counted), attempt)
            .with(Verifier.watch(new Efforts.Unjudged(plan, effect)));
  }

  /** It has begun, and may have had its effect: only its outcome leads on. */
  private static Dossier unknown(Desk desk, Dossier dossier, Attempt attempt, Outcome outcome) {
    if (dossier.course() instanceof Course.Escalated escalated
        && escalated.unresolved().isPresent()) {
      return dossier;
    }
    Course.Acting acting =
        dossier.course() instanceof Course.Acting present
            ? present
            : ActionStep.acting(desk, attempt, outcome.commandId());
    return ActionStep.leaving(dossier, attempt).with(acting.begin(desk.now()));
  }

  /** It has not begun: the target is as before. */
  static Dossier notBegun(Desk desk, Dossier dossier, String why) {
    Dossier refused = dossier.with(dossier.efforts().refused());
    return refused.efforts().refusals() < MOST_REFUSALS
        ? again(desk, refused, why)
        : escalate(desk, refused, why + " (" + MOST_REFUSALS + " times in a row)");
  }

  private static Dossier again(Desk desk, Dossier dossier, String why) {
    long wait = dossier.efforts().waitMillis();
    return dossier.with(
        new Course.Waiting(why + "; next try in " + wait / 1000 + " s", desk.now() + wait));
  }

  private static Dossier escalate(Desk desk, Dossier dossier, String why) {
    return dossier
        .with(Course.Escalated.because(why))
        .noting(desk.now(), Moment.Kind.NOTE, "Escalated: " + why, "");
  }

  /** Our own repair is a change that other incidents of the system may be caused by. */
  private static void tellOthers(Desk desk, Outcome outcome) {
    Change repair =
        new Change(
            Ids.of("repair", outcome.commandId()),
            "repair",
            outcome.target(),
            outcome.system(),
            Change.State.FINISHED,
            outcome.beganMillis(),
            outcome.endedMillis(),
            "homeostat",
            outcome.action() + " on " + outcome.target().called() + " by Homeostat");
    ChangeStep.remember(desk, repair);
    for (Dossier before : desk.of(outcome.system())) {
      if (!before.closed() && !before.id().equals(outcome.incidentId())) {
        desk.save(before, ChangeStep.attach(desk, before, repair));
      }
    }
  }
}
