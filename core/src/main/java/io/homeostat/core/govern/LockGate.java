package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;

/** Passes when no open action holds the target or anything involved. */
final class LockGate {
  static final String NAME = "lock";

  private LockGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    return circumstances.inTheWay().stream()
        .findFirst()
        .map(
            lock ->
                new Gate(
                    NAME,
                    Gate.Answer.FAIL,
                    lock.entity() + " is locked by the action " + lock.commandId()))
        .orElseGet(
            () ->
                new Gate(
                    NAME,
                    Gate.Answer.PASS,
                    "No open action touches the target or its surroundings"));
  }
}
