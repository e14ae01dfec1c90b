package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.stream.Collectors;

/** Closes incidents. */
final class HealStep {

  private HealStep() {}

  /**
   * A verified action heals once every signal is resolved. What is left after a minute, be it the
   * cause's own signal or another failure's, is answered anew: until then the incident is neither
   * healed nor acted on, as what an action has healed takes a while to show everywhere.
   */
  static Dossier settle(Desk desk, Dossier dossier, Course.Verified verified) {
    if (dossier.members().resolved()) {
      return dossier
          .with(verified.heal(desk.now()))
          .noting(
              desk.now(),
              Moment.Kind.CLOSED,
              "Healed: " + verified.plan().subject() + " is verified",
              verified.plan().commandId());
    }
    if (desk.now() < verified.nextMillis()) {
      return dossier;
    }
    String but =
        dossier.resolved(verified.plan().cause())
            ? " is verified, but other signals persist: "
            : " is verified, but its cause is not resolved: ";
    String why = verified.plan().subject() + but + rest(dossier);
    return dossier
        .with(verified.persists(why, desk.now()))
        .noting(desk.now(), Moment.Kind.NOTE, why, verified.plan().commandId());
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

  private static String rest(Dossier dossier) {
    List<Signal> left =
        dossier.members().signals().stream()
            .filter(signal -> signal.state() != Signal.State.RESOLVED)
            .toList();
    return left.stream()
            .limit(3)
            .map(signal -> signal.kind() + " of " + signal.entity().name())
            .collect(Collectors.joining(", "))
        + (left.size() > 3 ? " and " + (left.size() - 3) + " more" : "");
  }
}
