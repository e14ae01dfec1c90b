package io.homeostat.core.govern;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each gate, in circumstances in which it alone stands between a proposal and its command. */
final class GateTest {
  private final GovernorLane lane = GovernorLane.governed();

  @Test
  void aPlanThatNothingSpeaksAgainstIsGrantedThroughEveryGate() {
    Decision decision = lane.propose(Plans.plan(lane, 1));

    assertThat(decision.result()).isEqualTo(Decision.Result.GRANTED);
    assertThat(decision.gates())
        .extracting(Gate::name)
        .containsExactly(
            "stop",
            "pause",
            "mode",
            "approval",
            "rules",
            "generation",
            "deadline",
            "freshness",
            "lock",
            "cooldown",
            "concurrency",
            "attempts");
    assertThat(decision.gates())
        .allSatisfy(gate -> assertThat(gate.verdict()).isEqualTo(Gate.Answer.PASS));
  }

  @Test
  void afterAStopNothingIsGranted() {
    lane.stop();

    onlyRefusedBy("stop", Gate.Answer.FAIL, lane.propose(Plans.plan(lane, 1)));
  }

  @Test
  void aStartThatIsOlderThanTheStopDoesNotUndoIt() {
    long before = lane.now();
    lane.pass(1_000);
    lane.stop();
    lane.append(new Control(false, "bob", "late", before));

    onlyRefusedBy("stop", Gate.Answer.FAIL, lane.propose(Plans.plan(lane, 1)));
    lane.start();
    assertThat(lane.granted(Plans.plan(lane, 2))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"observe", "suggest", "nonsense", ""})
  void theGreatestModeAllowedHoldsWhateverAPolicySays(String mode) {
    lane.document("mode", mode);

    Decision decision = lane.propose(Plans.plan(lane, 1));

    assertThat(decision.result()).isEqualTo(Decision.Result.SHOWN);
    assertThat(failing(decision)).containsExactly("mode");
  }

  @Test
  void onceTheGreatestModeIsGoneThePolicyDecides() {
    lane.document("mode", "observe\n");
    lane.noDocument("mode");

    assertThat(lane.granted(Plans.plan(lane, 1))).isNotNull();
  }

  @Test
  void aPausedTargetIsLeftAloneUntilItIsResumed() {
    lane.pause(Plans.index(1), true, Optional.empty());

    onlyRefusedBy("pause", Gate.Answer.FAIL, lane.propose(Plans.plan(lane, 1)));
    assertThat(lane.decisions()).last().satisfies(it -> assertThat(it.reason()).contains("ann"));
    lane.pause(Plans.index(1), false, Optional.empty());
    assertThat(lane.granted(again(1))).isNotNull();
  }

  @Test
  void whatIsPartOfSomethingPausedIsLeftAlone() {
    lane.pause(Plans.TABLE, true, Optional.empty());
    Proposal plan = Plans.edit(Plans.plan(lane, 1)).involved(Plans.TABLE).done();

    onlyRefusedBy("pause", Gate.Answer.FAIL, lane.propose(plan));
    assertThat(lane.granted(Plans.plan(lane, 2))).isNotNull();
  }

  @Test
  void aPauseEndsWhenItWasToEnd() {
    lane.pause(Plans.index(1), true, Optional.of(lane.now() + 60_000));
    lane.pass(59_999);
    onlyRefusedBy("pause", Gate.Answer.FAIL, lane.propose(again(1)));
    lane.pass(1);

    assertThat(lane.granted(again(1))).isNotNull();
  }

  @Test
  void inModeApproveOnlyTheMissingApprovalStandsInTheWay() {
    Decision decision = lane.propose(Plans.plan(lane.now(), "manual", "incident", 1, List.of(), 1));

    assertThat(decision.result()).isEqualTo(Decision.Result.AWAITING);
    assertThat(failing(decision)).containsExactly("approval");
    assertThat(lane.commands()).isEmpty();
  }

  @Test
  void whatThePolicyOnlyShowsIsNotDone() {
    Decision decision = lane.propose(Plans.plan(lane.now(), "shown", "incident", 1, List.of(), 1));

    assertThat(decision.result()).isEqualTo(Decision.Result.SHOWN);
    assertThat(failing(decision)).containsExactly("mode");
  }

  @Test
  void whatNoPolicyMatchesIsOnlyObserved() {
    Decision decision = lane.propose(Plans.plan(lane.now(), "nobody", "incident", 1, List.of(), 1));

    assertThat(decision.result()).isEqualTo(Decision.Result.SHOWN);
    assertThat(failing(decision)).contains("mode");
    assertThat(lane.commands()).isEmpty();
  }

  @Test
  void aPlanOfOlderRulesIsStale() {
    Proposal plan = Plans.edit(Plans.plan(lane, 1)).rules("older").done();

    onlyRefusedBy("rules", Gate.Answer.FAIL, lane.propose(plan));
  }

  @Test
  void aPlanThatDoesNotDoWhatItsPlaybookSaysIsRefused() {
    Proposal plan = Plans.edit(Plans.plan(lane, 1)).action("pg-index.drop").done();

    onlyRefusedBy("rules", Gate.Answer.FAIL, lane.propose(plan));
  }

  @Test
  void aPlanOfNoKnownPlaybookIsRefused() {
    Proposal plan = Plans.edit(Plans.plan(lane, 1)).playbook("unknown").done();

    Decision decision = lane.propose(plan);

    assertThat(decision.result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(failing(decision)).containsExactly("rules", "freshness", "attempts");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void onlyTheNewestPlanOfAnIncidentIsCarriedOut(int generation) {
    lane.stop();
    lane.propose(Plans.plan(lane.now(), "rag", "incident", 1, List.of(), 2));
    lane.start();

    onlyRefusedBy(
        "generation",
        Gate.Answer.FAIL,
        lane.propose(Plans.plan(lane.now(), "rag", "incident", 2, List.of(), generation)));
    assertThat(lane.granted(Plans.plan(lane.now(), "rag", "incident", 2, List.of(), 3)))
        .isNotNull();
  }

  @Test
  void afterItsDeadlineNothingBegins() {
    Proposal plan = Plans.edit(Plans.plan(lane, 1)).deadline(lane.now()).done();

    onlyRefusedBy("deadline", Gate.Answer.FAIL, lane.propose(plan));
  }

  @Test
  void noDeadlineIsFurtherAwayThanAPlanIsRemembered() {
    Proposal plan =
        Plans.edit(Plans.plan(lane, 1))
            .deadline(lane.now() + Memory.LONGEST_DEADLINE_MILLIS + 1)
            .done();

    onlyRefusedBy("deadline", Gate.Answer.FAIL, lane.propose(plan));
  }

  @Test
  void evidenceMustBeFresh() {
    onlyRefusedBy("freshness", Gate.Answer.FAIL, proposeOnEvidenceOfAge(Plans.FRESH_MILLIS + 1));
    assertThat(proposeOnEvidenceOfAge(Plans.FRESH_MILLIS).result())
        .isEqualTo(Decision.Result.GRANTED);
  }

  @Test
  void evidenceThatIsNotKnownIsNone() {
    long tooFar = lane.now() + FreshnessGate.AHEAD_MILLIS + 1;

    onlyRefusedBy("freshness", Gate.Answer.UNKNOWN, proposeOn(1));
    onlyRefusedBy(
        "freshness",
        Gate.Answer.UNKNOWN,
        proposeOn(2, new Evidence("size", Plans.index(1), "s", Double.NaN, lane.now())));
    onlyRefusedBy(
        "freshness",
        Gate.Answer.UNKNOWN,
        proposeOn(3, new Evidence("size", Plans.index(1), "s", 1, tooFar)));
    assertThat(proposeOn(4, new Evidence("size", Plans.index(1), "s", 1, tooFar - 1)).result())
        .isEqualTo(Decision.Result.GRANTED);
  }

  @Test
  void whatAnOpenActionHoldsIsNotTouched() {
    lane.granted(Plans.edit(Plans.plan(lane, 1)).involved(Plans.TABLE).done());

    onlyRefusedBy("lock", Gate.Answer.FAIL, lane.propose(again(1)));
    onlyRefusedBy(
        "lock",
        Gate.Answer.FAIL,
        lane.propose(Plans.edit(Plans.plan(lane, 2)).involved(Plans.TABLE).done()));
    onlyRefusedBy(
        "lock",
        Gate.Answer.FAIL,
        lane.propose(Plans.edit(Plans.plan(lane, 3)).involved(Plans.index(1)).done()));
  }

  @Test
  void aTargetRestsBetweenActions() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.carryOut(command, Verdict.Result.VERIFIED);
    lane.pass(Plans.COOLDOWN_MILLIS - 1);

    onlyRefusedBy("cooldown", Gate.Answer.FAIL, lane.propose(again(1)));
    lane.pass(1);
    assertThat(lane.granted(again(1))).isNotNull();
  }

  @Test
  void aTargetRestsAlsoAfterAnActionThatFailed() {
    lane.outcome(lane.granted(Plans.plan(lane, 1)), Outcome.Result.FAILED);

    onlyRefusedBy("cooldown", Gate.Answer.FAIL, lane.propose(again(1)));
  }

  @Test
  void aTargetThatWasNotTouchedNeedsNoRest() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.outcome(command, Outcome.Result.REFUSED);

    assertThat(lane.granted(again(1))).isNotNull();
  }

  @Test
  void aSystemHasNoMoreOpenActionsThanItsPolicyAllows() {
    lane.granted(Plans.plan(lane, 1));
    lane.granted(Plans.plan(lane, 2));

    onlyRefusedBy("concurrency", Gate.Answer.FAIL, lane.propose(Plans.plan(lane, 3)));
  }

  @Test
  void thereAreNoMoreOpenActionsAnywhereThanThePolicyAllows() {
    for (int i = 1; i <= 3; i++) {
      lane.granted(Plans.plan(lane.now(), "rag" + i, "incident" + i, i, List.of(), 1));
    }

    onlyRefusedBy("concurrency", Gate.Answer.FAIL, lane.propose(Plans.plan(lane, 4)));
  }

  @Test
  void whatDoesNotHelpIsNotRepeatedMoreThanThePlaybookAllows() {
    tryOnce(Verdict.Result.NOT_IMPROVED);
    tryOnce(Verdict.Result.HARMED);

    onlyRefusedBy("attempts", Gate.Answer.FAIL, lane.propose(again(1)));
    lane.pass(Memory.TRIES_MILLIS);
    assertThat(lane.granted(again(1))).isNotNull();
  }

  @Test
  void whatHelpsInBetweenIsCountedAnew() {
    tryOnce(Verdict.Result.NOT_IMPROVED);
    tryOnce(Verdict.Result.VERIFIED);
    tryOnce(Verdict.Result.UNKNOWN);

    tryOnce(Verdict.Result.NOT_IMPROVED);
    onlyRefusedBy("attempts", Gate.Answer.FAIL, lane.propose(again(1)));
  }

  @Test
  void whatFailsHasNotHelped() {
    for (int i = 0; i < 2; i++) {
      lane.outcome(lane.granted(again(1)), Outcome.Result.FAILED);
      lane.pass(Plans.COOLDOWN_MILLIS);
    }

    onlyRefusedBy("attempts", Gate.Answer.FAIL, lane.propose(again(1)));
  }

  @Test
  void whatWasNeverJudgedHasNotHelped() {
    for (int i = 0; i < 2; i++) {
      lane.outcome(lane.granted(again(1)), Outcome.Result.APPLIED);
      lane.pass(Plans.COOLDOWN_MILLIS + 3 * Plans.WINDOW_MILLIS);
    }

    onlyRefusedBy("attempts", Gate.Answer.FAIL, lane.propose(again(1)));
  }

  @Test
  void beforeTheFirstTickNothingIsKnownToBeInTime() {
    GovernorLane young = new GovernorLane();
    young.document(ContextDocument.RULES, Plans.RULES);

    Decision decision = young.propose(Plans.plan(young, 1));

    assertThat(decision.result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(failing(decision)).containsExactly("deadline", "freshness", "cooldown");
  }

  private void tryOnce(Verdict.Result result) {
    lane.carryOut(lane.granted(again(1)), result);
    lane.pass(Plans.COOLDOWN_MILLIS);
  }

  private Decision proposeOn(int index, Evidence... evidence) {
    return lane.propose(Plans.edit(Plans.plan(lane, index)).evidence(evidence).done());
  }

  private Decision proposeOnEvidenceOfAge(long millis) {
    lane.pass(1);
    Evidence old = new Evidence("size", Plans.TABLE, "s", 1, lane.now() - millis);
    Evidence fresh = new Evidence("size", Plans.TABLE, "s", 1, lane.now());
    Proposal plan = Plans.plan(lane.now(), "rag", "incident" + lane.now(), 1, List.of(), 1);
    return lane.propose(Plans.edit(plan).evidence(fresh, old).done());
  }

  /** Another plan for the same target, of an incident of its own. */
  private Proposal again(int index) {
    return Plans.plan(
        lane.now(), "rag", "incident-" + index + "-" + lane.records().size(), index, List.of(), 1);
  }

  private static void onlyRefusedBy(String gate, Gate.Answer verdict, Decision decision) {
    assertThat(decision.result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(decision.commandId()).isEmpty();
    assertThat(failing(decision)).containsExactly(gate);
    assertThat(decision.gates())
        .filteredOn(asked -> asked.name().equals(gate))
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.verdict()).isEqualTo(verdict);
              assertThat(decision.reason()).contains(asked.reason());
            });
  }

  private static List<String> failing(Decision decision) {
    return decision.gates().stream()
        .filter(gate -> gate.verdict() != Gate.Answer.PASS)
        .map(Gate::name)
        .toList();
  }
}
