package io.homeostat.core.govern;

import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says a decision in one sentence. */
final class Reasons {

  private Reasons() {}

  static String of(Proposal proposal, Decision.Result result, List<Gate> gates) {
    String act = proposal.action() + " on " + proposal.target();
    Optional<Gate> other =
        gates.stream()
            .filter(gate -> gate.verdict() != Gate.Answer.PASS)
            .filter(gate -> !gate.name().equals(ModeGate.NAME))
            .sorted(Comparator.comparing(gate -> gate.name().equals(ApprovalGate.NAME)))
            .findFirst();
    String mode =
        gates.stream()
            .filter(gate -> gate.name().equals(ModeGate.NAME))
            .findFirst()
            .map(Gate::reason)
            .orElse("");
    return switch (result) {
      case GRANTED -> "Granted: " + act + "; every gate passes" + approved(gates);
      case REFUSED -> "Refused: " + act + ". " + other.map(Reasons::name).orElse(mode);
      case AWAITING -> act + ". " + other.map(Gate::reason).orElse(mode) + ". " + mode;
      case SHOWN ->
          "Not done: "
              + act
              + ". "
              + mode
              + other
                  .map(gate -> "; and it could not begin anyway: " + name(gate))
                  .orElse("; every other gate passes");
    };
  }

  private static String approved(List<Gate> gates) {
    return gates.stream()
        .filter(gate -> gate.name().equals(ApprovalGate.NAME))
        .map(Gate::reason)
        .filter(reason -> reason.startsWith("Approved"))
        .findFirst()
        .map(reason -> ". " + reason)
        .orElse("");
  }

  private static String name(Gate gate) {
    return gate.reason() + " (gate " + gate.name() + ")";
  }
}
