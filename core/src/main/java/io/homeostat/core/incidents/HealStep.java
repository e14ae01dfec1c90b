package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.stream.Collectors;

/** Closes incidents, and opens those again that were closed too soon. */
final class HealStep {

  private HealStep() {}

  /**
   * A verified action heals: at once when every signal is resolved; a little later when the one
   * that caused it is. Where that one does not resolve, the incident stays open.
   */
  static Dossier settle(Desk desk, Dossier dossier, Course.Verified verified) {
    boolean cause = dossier.resolved(verified.plan().cause());
    long age = desk.now() - verified.sinceMillis();
    if (dossier.members().resolved() || (cause && age >= Course.Verified.FOLLOW_MILLIS)) {
      return dossier
          .with(verified.heal(desk.now()))
          .noting(
              desk.now(),
              Moment.Kind.CLOSED,
              "Healed: " + verified.plan().subject() + " is verified" + rest(dossier),
              verified.plan().commandId());
    }
    if (age >= Course.Verified.LONGEST_MILLIS) {
      String why =
          verified.plan().subject() + " is verified, but its cause is not resolved" + rest(dossier);
      return dossier
          .with(verified.persists(why, desk.now()))
          .noting(desk.now(), Moment.Kind.NOTE, why, verified.plan().commandId());
    }
    return desk.now() >= verified.nextMillis() ? dossier.with(verified.patient()) : dossier;
  }

  /** Closes what has been quiet for long enough. */
  static Dossier close(Desk desk, Dossier dossier) {
    boolean quiet =
        dossier.quietMillis().filter(since -> desk.now() >= since + desk.closeMillis()).isPresent();
    boolean wished =
        desk.undoing(dossier.id()).isPresent() && !(dossier.course() instanceof Course.Escalated);
    if (!quiet || !dossier.course().mayClose() || wished) {
      return dossier;
    }
    boolean verified = dossier.efforts().verified();
    return given(dossier)
        .with(verified ? new Course.Healed(desk.now()) : new Course.Resolved(desk.now()))
        .noting(
            desk.now(),
            Moment.Kind.CLOSED,
            verified
                ? "Healed: a verified action was taken, and every signal has resolved"
                : "Resolved: every signal has resolved without a verified action of ours",
            "");
  }

  /** What still waits for a person is given up; should it be granted all the same, it counts. */
  private static Dossier given(Dossier dossier) {
    return dossier.course() instanceof Course.Proposed proposed
        ? dossier.with(dossier.efforts().supersede(proposed.plan()))
        : dossier;
  }

  /** A healed incident whose signals persist is open after all. */
  static Dossier residual(Desk desk, Dossier dossier, Course.Healed healed) {
    if (desk.now() < desk.residualMillis(healed.closedMillis()) || dossier.members().resolved()) {
      return dossier;
    }
    String why = "the action is verified, but other signals persist" + rest(dossier);
    return ChangeStep.catchUp(desk, dossier, healed.closedMillis())
        .with(healed.reopen(why, desk.now()))
        .noting(desk.now(), Moment.Kind.NOTE, "Open again: " + why, "");
  }

  private static String rest(Dossier dossier) {
    List<Signal> left =
        dossier.members().signals().stream()
            .filter(signal -> signal.state() != Signal.State.RESOLVED)
            .toList();
    return left.isEmpty()
        ? ""
        : "; not resolved: "
            + left.stream()
                .limit(3)
                .map(signal -> signal.kind() + " of " + signal.entity().name())
                .collect(Collectors.joining(", "))
            + (left.size() > 3 ? " and " + (left.size() - 3) + " more" : "");
  }
}
