package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.lane.Now;
import io.homeostat.core.model.Moment;
import java.util.Optional;

/** Lets time pass: what is due goes on by itself. */
final class TimeStep {

  private TimeStep() {}

  static void pass(Desk desk, Now now) {
    if (now.hole()) {
      long missed = now.timeMillis() - now.previousMillis();
      for (String id : desk.open()) {
        desk.find(id).ifPresent(before -> desk.save(before, before.later(missed)));
      }
    }
    for (String key : IncidentTables.DUE.due(desk.cells(), now.timeMillis())) {
      if (key.startsWith(Desk.INCIDENT)) {
        desk.find(key.substring(Desk.INCIDENT.length())).ifPresent(each -> wake(desk, each));
      } else if (key.startsWith(ChangeStep.SYSTEM)) {
        ChangeStep.forgetOld(desk, key.substring(ChangeStep.SYSTEM.length()));
      } else if (key.startsWith(UndoStep.DEED)) {
        UndoStep.forgetOld(desk, key.substring(UndoStep.DEED.length()));
      }
    }
  }

  private static void wake(Desk desk, Dossier dossier) {
    Dossier.Sent sent = dossier.sent();
    if (desk.now() < sent.wakeMillis()) {
      return;
    }
    Dossier before = dossier.with(new Dossier.Sent(sent.revision(), sent.due(), Course.NEVER));
    Optional<Long> closed = dossier.closedMillis();
    if (closed.filter(at -> desk.now() >= desk.forgetMillis(at)).isPresent()) {
      desk.forget(dossier);
    } else {
      desk.save(before, goOn(desk, HealStep.close(desk, before)));
    }
  }

  private static Dossier goOn(Desk desk, Dossier dossier) {
    Course course = dossier.course();
    if (desk.now() < course.dueMillis()) {
      return dossier;
    }
    if (course instanceof Course.Waiting waiting) {
      return PlanStep.look(desk, dossier, waiting);
    }
    if (course instanceof Course.Asking asking) {
      return PlanStep.conclude(desk, dossier, asking);
    }
    if (course instanceof Course.Proposed proposed) {
      return undecided(desk, dossier, proposed);
    }
    if (course instanceof Course.Acting acting) {
      return overdue(desk, dossier, acting);
    }
    if (course instanceof Course.Watching watching) {
      return VerifyStep.due(desk, dossier, watching);
    }
    return course instanceof Course.Verified verified
        ? HealStep.settle(desk, dossier, verified)
        : dossier;
  }

  private static Dossier overdue(Desk desk, Dossier dossier, Course.Acting acting) {
    String subject = acting.plan().subject();
    if (!acting.begun()) {
      Dossier given = dossier.with(dossier.efforts().supersede(acting.plan()));
      return OutcomeStep.notBegun(desk, given, "nobody began " + subject + " in time");
    }
    String why = "the outcome of " + subject + " has stayed unknown for too long";
    return dossier
        .with(acting.overdue(why))
        .noting(desk.now(), Moment.Kind.NOTE, "Escalated: " + why, acting.plan().commandId());
  }

  /** The deadline has passed without a decision; should a grant come late, it is still followed. */
  private static Dossier undecided(Desk desk, Dossier dossier, Course.Proposed proposed) {
    Dossier given = dossier.with(dossier.efforts().supersede(proposed.plan()));
    return PlanStep.backOff(
        desk, given, "the governor has not decided on " + proposed.plan().subject() + " in time");
  }
}
