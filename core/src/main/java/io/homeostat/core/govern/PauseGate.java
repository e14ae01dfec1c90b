package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;

/** Passes when nobody has paused the target or anything involved. */
final class PauseGate {
  static final String NAME = "pause";

  private PauseGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    return circumstances.paused().stream()
        .findFirst()
        .map(
            pause ->
                new Gate(
                    NAME,
                    Gate.Answer.FAIL,
                    pause.target()
                        + " is paused by "
                        + pause.who().text()
                        + (pause.reason().isEmpty() ? "" : ": " + pause.reason())))
        .orElseGet(
            () ->
                new Gate(
                    NAME, Gate.Answer.PASS, "Nobody has paused the target or what it is part of"));
  }
}
