package io.homeostat.core.incidents;

import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Remark;

/** Writes what people say into an incident's timeline. */
final class RemarkStep {

  private RemarkStep() {}

  static void take(Desk desk, Remark remark) {
    String who = remark.who().text();
    String said = remark.text();
    String text =
        remark.kind() == Remark.Kind.ACKNOWLEDGED
            ? who + " looks after it" + (said.isEmpty() ? "" : ": " + said)
            : who + ": " + said;
    ActionStep.change(
        desk,
        remark.incidentId(),
        dossier -> dossier.noting(remark.timeMillis(), Moment.Kind.NOTE, text, remark.id()));
  }
}
