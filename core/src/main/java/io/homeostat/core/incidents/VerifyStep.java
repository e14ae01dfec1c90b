package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Efforts;
import io.homeostat.core.correlate.Watch;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Verdict;
import io.homeostat.core.verify.Judge;
import io.homeostat.core.verify.Judgement;
import io.homeostat.core.verify.Verifier;
import java.util.ArrayList;
import java.util.List;

/** Watches an effect until it can be judged, and judges it. */
final class VerifyStep {

  private VerifyStep() {}

  /** The window has passed, or patience is at its end. */
  static Dossier due(Desk desk, Dossier dossier, Course.Watching watching) {
    if (watching.watch().after().isEmpty()) {
      return dossier.with(watching.with(watching.watch().asking(Verifier.after(watching))));
    }
    return conclude(desk, dossier, watching);
  }

  /** An answer came: when it is the last one, the effect is judged. */
  static Dossier answered(Desk desk, Dossier dossier, Course.Watching watching) {
    boolean all =
        !watching.watch().after().isEmpty()
            && watching.watch().questions().stream()
                .allMatch(each -> desk.answer(each).isPresent());
    return all ? conclude(desk, dossier, watching) : dossier;
  }

  private static Dossier conclude(Desk desk, Dossier dossier, Course.Watching watching) {
    Attempt plan = watching.plan();
    List<Judge.Measured> measured = measured(desk, watching.watch());
    Judgement judgement = Judge.judge(plan.verification(), watching.watch(), measured);
    boolean silent =
        measured.stream().anyMatch(each -> each.before().isEmpty() || each.after().isEmpty());
    if (judgement instanceof Judgement.Missing missing
        && missing.plots().stream().noneMatch(plot -> Double.isNaN(plot.before()))
        && watching.watch().extendable(plan.verification())
        && !silent) {
      return dossier.with(watching.with(watching.watch().extend(plan.verification())));
    }
    if (judgement instanceof Judgement.Recovering && !watching.watch().judgedAgain()) {
      return dossier.with(watching.with(watching.watch().again(plan.verification())));
    }
    return verdict(desk, dossier, watching, judgement);
  }

  private static List<Judge.Measured> measured(Desk desk, Watch watch) {
    List<Judge.Measured> measured = new ArrayList<>();
    for (int i = 0; i < watch.after().size(); i++) {
      measured.add(
          new Judge.Measured(
              desk.answer(watch.before().get(i)), desk.answer(watch.after().get(i))));
    }
    return measured;
  }

  private static Dossier verdict(
      Desk desk, Dossier dossier, Course.Watching watching, Judgement judgement) {
    Verdict.Result result = Verdict.Result.UNKNOWN;
    if (judgement instanceof Judgement.Told told) {
      result = told.result();
    } else if (judgement instanceof Judgement.Recovering recovering) {
      result = recovering.result();
    }
    Verdict verdict = Verifier.verdict(dossier, watching, result, judgement, desk.now());
    desk.tellGovernor(verdict);
    desk.publish(verdict.commandId(), verdict);
    Dossier told =
        dossier
            .noting(desk.now(), Moment.Kind.VERDICT, result + ": " + verdict.reason(), verdict.id())
            .active(desk.now());
    return next(desk, told, watching, verdict);
  }

  private static Dossier next(
      Desk desk, Dossier dossier, Course.Watching watching, Verdict verdict) {
    Attempt plan = watching.plan();
    boolean helped = verdict.result() == Verdict.Result.VERIFIED;
    Efforts efforts = dossier.efforts();
    if (!efforts.unjudged().isEmpty()) {
      return dossier
          .with((helped ? efforts.withVerified() : efforts).withoutOldest())
          .with(Verifier.watch(efforts.unjudged().get(0)));
    }
    if (helped) {
      Course.Verified verified = watching.verified(desk.now());
      return HealStep.settle(desk, dossier.with(verified).with(efforts.withVerified()), verified);
    }
    String why =
        plan.subject() + " was done, and is judged " + verdict.result() + ": " + verdict.reason();
    boolean again =
        verdict.result() == Verdict.Result.NOT_IMPROVED
            && efforts.attempts(plan.playbook()) < plan.mostAttempts();
    if (again) {
      Efforts later = efforts.cameToNothing();
      return dossier.with(later).with(watching.again(why, desk.now() + later.waitMillis()));
    }
    return dossier
        .with(Course.Escalated.because(why))
        .noting(desk.now(), Moment.Kind.NOTE, "Escalated: " + why, verdict.id());
  }
}
