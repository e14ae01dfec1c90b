package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.model.Moment;

/** New rules, topology or mode: what is open is looked at again, what is under way goes on. */
final class DocumentStep {

  private DocumentStep() {}

  static void apply(Desk desk) {
    for (String id : desk.open()) {
      desk.find(id).ifPresent(before -> desk.save(before, apply(desk, before)));
    }
  }

  private static Dossier apply(Desk desk, Dossier dossier) {
    String rules = desk.documents().rules().version();
    if (dossier.rules().equals(rules)) {
      return dossier.course() instanceof Course.Waiting waiting
          ? dossier.with(waiting.look(desk.now()))
          : dossier;
    }
    Dossier anew = replan(desk, dossier.judgedBy(rules).with(dossier.efforts().fresh()));
    return anew.course().equals(dossier.course())
        ? anew
        : anew.noting(desk.now(), Moment.Kind.NOTE, "New rules: planning anew", "");
  }

  private static Dossier replan(Desk desk, Dossier dossier) {
    String why = "the rules have changed; planning anew";
    Course course = dossier.course();
    if (course instanceof Course.Waiting waiting) {
      return dossier.with(waiting.look(desk.now()));
    }
    if (course instanceof Course.Asking asking) {
      return dossier.with(asking.refrain(why, desk.now()));
    }
    if (course instanceof Course.Proposed proposed) {
      return dossier
          .with(dossier.efforts().supersede(proposed.plan()))
          .with(proposed.turnedDown(why, desk.now()));
    }
    return course instanceof Course.Escalated escalated && escalated.unresolved().isEmpty()
        ? dossier.with(escalated.reconsider(why, desk.now()))
        : dossier;
  }
}
