package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Reading;
import io.homeostat.core.model.Observation;

/** Takes the telemetry lanes' answers in, for the plan or the verdict that waits for them. */
final class ObservationStep {

  private ObservationStep() {}

  static void take(Desk desk, Observation answer) {
    desk.cells()
        .get(IncidentTables.QUESTIONS, answer.id())
        .flatMap(desk::find)
        .ifPresent(dossier -> take(desk, dossier, answer));
  }

  private static void take(Desk desk, Dossier before, Observation answer) {
    Course course = before.course();
    if (course instanceof Course.Asking asking) {
      Course.Asking told = asking.answer(Reading.newest(answer));
      boolean ready = told.draft().complete() && desk.now() >= told.draft().readyMillis();
      Dossier after = before.with(told);
      desk.save(before, ready ? PlanStep.conclude(desk, after, told) : after);
    } else if (course instanceof Course.Watching watching) {
      desk.cells().put(IncidentTables.ANSWERS, answer.id(), answer);
      desk.save(before, VerifyStep.answered(desk, before, watching));
    } else {
      desk.cells().put(IncidentTables.ANSWERS, answer.id(), answer);
    }
  }
}
