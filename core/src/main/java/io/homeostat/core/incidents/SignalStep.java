package io.homeostat.core.incidents;

import io.homeostat.core.correlate.Cause;
import io.homeostat.core.correlate.Closed;
import io.homeostat.core.correlate.Course;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Members;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes signals in: each joins the incident that it belongs to, or opens one. */
final class SignalStep {

  private SignalStep() {}

  static void take(Desk desk, Signal signal) {
    Optional<Dossier> home =
        desk.cells().get(IncidentTables.SIGNALS, signal.id()).flatMap(desk::find);
    if (home.isEmpty() && signal.state() != Signal.State.FIRING) {
      return;
    }
    if (home.isEmpty()) {
      home = desk.home(signal);
    }
    if (home.isPresent()) {
      join(desk, home.get(), signal);
    } else {
      open(desk, signal);
    }
  }

  private static void open(Desk desk, Signal signal) {
    Dossier dossier =
        Dossier.open(signal, desk.documents().rules().version(), desk.now())
            .with(signal, desk.now());
    for (Change change : ChangeStep.recent(desk, signal.system())) {
      dossier = ChangeStep.attach(desk, dossier, change);
    }
    desk.cells().put(IncidentTables.SIGNALS, signal.id(), dossier.id());
    desk.add(note(dossier, signal));
  }

  private static void join(Desk desk, Dossier before, Signal signal) {
    Optional<Signal> known = before.members().signal(signal.id());
    Dossier after = before.with(signal, desk.now());
    if (after.members().equals(before.members())) {
      return;
    }
    index(desk, before, after, signal);
    boolean moved = known.map(Signal::state).filter(signal.state()::equals).isEmpty();
    if (moved) {
      after = react(desk, note(after, signal), signal);
    }
    desk.save(before, after);
  }

  private static Dossier react(Desk desk, Dossier joined, Signal signal) {
    Cause cause = Cause.of(signal);
    boolean gone = joined.resolved(cause);
    Dossier dossier = gone ? joined.with(joined.efforts().unsettle(cause)) : joined;
    Course course = dossier.course();
    if (course instanceof Course.Waiting waiting) {
      return dossier.with(waiting.look(desk.now()));
    }
    if (course instanceof Course.Verified verified) {
      return HealStep.settle(desk, dossier, verified);
    }
    return course instanceof Closed closed && signal.state() == Signal.State.FIRING
        ? reopen(desk, dossier, closed, signal)
        : dossier;
  }

  private static Dossier reopen(Desk desk, Dossier dossier, Closed closed, Signal signal) {
    String why = "the failure came back right after closing: " + signal.explanation();
    return ChangeStep.catchUp(desk, dossier, closed.closedMillis())
        .noting(desk.now(), Moment.Kind.NOTE, "Open again: " + why, signal.id())
        .with(closed.reopen(why, desk.now()));
  }

  private static void index(Desk desk, Dossier before, Dossier after, Signal signal) {
    desk.cells().put(IncidentTables.SIGNALS, signal.id(), after.id());
    if (before.members().signals().size() < Members.MOST_SIGNALS) {
      return;
    }
    List<Signal> kept = after.members().signals();
    Stream.concat(before.members().signals().stream(), Stream.of(signal))
        .map(Signal::id)
        .filter(id -> kept.stream().noneMatch(each -> each.id().equals(id)))
        .forEach(id -> desk.cells().remove(IncidentTables.SIGNALS, id));
  }

  private static Dossier note(Dossier dossier, Signal signal) {
    return switch (signal.state()) {
      case FIRING ->
          dossier.noting(
              signal.beganMillis(), Moment.Kind.SIGNAL, signal.explanation(), signal.id());
      case RESOLVED ->
          dossier.noting(
              signal.updatedMillis(),
              Moment.Kind.SIGNAL,
              "Resolved: " + signal.explanation(),
              signal.id());
      case UNKNOWN ->
          dossier.noting(
              signal.updatedMillis(),
              Moment.Kind.SIGNAL,
              "No data tells whether it is still so: " + signal.explanation(),
              signal.id());
    };
  }
}
