package io.homeostat.core.correlate;

import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Suspect;
import io.homeostat.core.topology.Topology;
import java.util.List;

/** An incident as people see it. */
public final class Revision {

  private Revision() {}

  /** The next revision of an incident. */
  public static Incident of(Dossier dossier, Topology topology, long nowMillis) {
    Members members = dossier.members();
    List<Suspect> suspects = Suspicion.rank(members, topology);
    return new Incident(
        dossier.id(),
        dossier.sent().revision() + 1,
        dossier.system(),
        dossier.course().state(),
        members.severity(),
        members.score(),
        dossier.ofSignals()
            ? Headline.of(members, suspects)
            : dossier.chronicle().moments().get(0).text(),
        dossier.openedMillis(),
        nowMillis,
        dossier.closedMillis(),
        suspects,
        members.signals(),
        members.changes(),
        dossier.chronicle().timeline(),
        inaction(dossier),
        dossier.rules());
  }

  /** Why nothing is being done, with what can't be told. */
  private static String inaction(Dossier dossier) {
    String why = dossier.course().inaction();
    List<Signal> unknown = dossier.members().in(Signal.State.UNKNOWN);
    if (why.isEmpty() || unknown.isEmpty()) {
      return why;
    }
    Signal first = unknown.get(0);
    return why
        + "; no data tells whether "
        + Wording.name(first.entity())
        + " still is as signalled"
        + (unknown.size() > 1 ? ", nor " + (unknown.size() - 1) + " more" : "");
  }

  /** True when people would see no difference. */
  public static boolean same(Dossier before, Dossier after) {
    return before.course().state() == after.course().state()
        && before.course().inaction().equals(after.course().inaction())
        && before.rules().equals(after.rules())
        && before.members().equals(after.members())
        && before.chronicle().equals(after.chronicle());
  }
}
