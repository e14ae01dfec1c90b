package io.homeostat.core.plan;

import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Gate;
import java.util.List;
import java.util.Set;

/**
 * A decision against a proposal, and whether time alone may change it.
 *
 * @param why one sentence
 * @param passing true when every gate that did not pass is one that opens again by itself or by
 *     fresh evidence
 */
public record Refusal(String why, boolean passing) {
  /**
   * The gate that compares rules. New rules reach the governor a moment earlier or later than this
   * lane; until they have, even a mode that it reads off them says nothing.
   */
  private static final String RULES = "rules";

  /** The gates that open again by themselves, or for fresh evidence. */
  private static final Set<String> PASSING_GATES =
      Set.of(
          "stop",
          "pause",
          RULES,
          "deadline",
          "generation",
          "freshness",
          "lock",
          "cooldown",
          "concurrency");

  /** The gate that waits for people: a denial stands, silence does not. */
  private static final String APPROVAL = "approval";

  /** What a refusal, or a plan that is only shown, means. */
  public static Refusal of(Decision decision) {
    List<Gate> against =
        decision.gates().stream().filter(gate -> gate.verdict() != Gate.Answer.PASS).toList();
    boolean shown = decision.result() == Decision.Result.SHOWN;
    if (shown && against.stream().noneMatch(gate -> gate.name().equals(RULES))) {
      return new Refusal("shown only: " + mode(decision), false);
    }
    boolean passing =
        !against.isEmpty() && against.stream().allMatch(gate -> shown || passing(gate));
    return against.isEmpty()
        ? new Refusal("refused: " + decision.reason(), false)
        : new Refusal(
            "refused by gate " + against.get(0).name() + ": " + against.get(0).reason(), passing);
  }

  /** What people are waited for, and in which mode. */
  public static String awaited(Decision decision) {
    return decision.gates().stream()
        .filter(gate -> gate.name().equals(APPROVAL))
        .map(Gate::reason)
        .findFirst()
        .orElse(decision.reason());
  }

  private static boolean passing(Gate gate) {
    return PASSING_GATES.contains(gate.name())
        || (gate.name().equals(APPROVAL) && gate.verdict() == Gate.Answer.UNKNOWN);
  }

  /** What the gate that knows the mode says; where it says nothing, the decision's own reason. */
  public static String mode(Decision decision) {
    return decision.gates().stream()
        .filter(gate -> gate.name().equals("mode"))
        .map(Gate::reason)
        .findFirst()
        .orElse(decision.reason());
  }
}
