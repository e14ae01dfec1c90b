package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;

/** Passes while the stop switch is not set. */
final class StopGate {
  static final String NAME = "stop";

  private StopGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    StopSwitch stop = circumstances.stop();
    return stop.stopped()
        ? new Gate(NAME, Gate.Answer.FAIL, "Stopped by " + stop.by() + ": " + stop.reason())
        : new Gate(NAME, Gate.Answer.PASS, "Nobody has stopped Homeostat");
  }
}
