package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;
import java.util.List;

/** One thing that must hold before a proposal may become a command. */
@FunctionalInterface
interface GateRule {

  /** What this gate says. */
  Gate ask(Circumstances circumstances, Proposal proposal);

  /** All gates, in the order in which they are asked and shown. Every one is always asked. */
  List<GateRule> ALL =
      List.of(
          StopGate::ask,
          PauseGate::ask,
          ModeGate::ask,
          ApprovalGate::ask,
          RulesGate::ask,
          GenerationGate::ask,
          DeadlineGate::ask,
          FreshnessGate::ask,
          LockGate::ask,
          CooldownGate::ask,
          ConcurrencyGate::ask,
          AttemptsGate::ask);
}
