package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Remark;
import io.homeostat.core.model.UndoRequest;
import io.homeostat.core.model.Verdict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People in the loop: they approve, deny, remark, and have things undone. */
@Timeout(120)
final class PeopleTest {
  private static final Person ANN = new Person("ann", Person.Known.TOKEN);

  private DemoLoop loop = new DemoLoop();
  private int words;

  @AfterEach
  void noRecordWasTooMuchForAFold() {
    assertThat(loop.brain.all(Stream.DEAD_LETTERS, DeadLetter.class)).isEmpty();
  }

  @Test
  void anApprovedPlanIsCarriedOutOnceAndHeals() throws IOException {
    Proposal plan = awaiting();
    loop.run(5_000);
    say(plan, Approval.Word.APPROVE);
    loop.until(() -> state() == Incident.State.HEALED);

    assertThat(commands()).singleElement().extracting(Command::proposalId).isEqualTo(plan.id());
    assertThat(timeline()).anyMatch(text -> text.contains("Approved by ann"));
  }

  @Test
  void anApprovalLongAfterThePlanLeadsToTheSamePlanOnFreshEvidence() throws IOException {
    Proposal plan = awaiting();
    loop.run(400_000);
    assertThat(state()).isEqualTo(Incident.State.PROPOSED);
    assertThat(proposals()).hasSize(1);

    say(plan, Approval.Word.APPROVE);
    loop.until(() -> state() == Incident.State.HEALED);

    assertThat(proposals()).hasSize(2);
    Proposal fresh = proposals().get(1);
    assertThat(fresh.planHash()).isEqualTo(plan.planHash());
    assertThat(commands())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.proposalId()).isEqualTo(fresh.id());
              assertThat(command.grantedMillis() - command.evidenceMillis())
                  .isLessThanOrEqualTo(command.freshMillis());
            });
  }

  @Test
  void aDeniedPlanIsNotCarriedOutAndNotProposedAgain() throws IOException {
    Proposal plan = awaiting();
    say(plan, Approval.Word.DENY);
    loop.run(600_000);

    assertThat(commands()).isEmpty();
    assertThat(proposals()).hasSize(1);
    assertThat(loop.last().inaction()).contains("Denied by ann");
  }

  @Test
  void aRemarkStandsInTheTimelineUnderItsAuthor() throws IOException {
    Proposal plan = awaiting();
    remark(plan, Remark.Kind.ACKNOWLEDGED, "");
    remark(plan, Remark.Kind.NOTE, "the nightly import was late");
    loop.run(1_000);

    assertThat(timeline()).contains("ann looks after it", "ann: the nightly import was late");
  }

  @Test
  void whatCanBeUndoneIsUndoneAsAnActionOfItsOwnAndVerified() throws IOException {
    loop.undo.put("undo.action", "pg-index.restore");
    loop.undo.put("undo.from", "4711");
    Incident healed = healed();
    loop.undo.clear();
    loop.run(130_000);

    UndoRequest request = undo(healed);
    loop.until(() -> commands().size() == 2);
    Command undo = commands().get(1);
    assertThat(undo.action()).isEqualTo("pg-index.restore");
    assertThat(undo.parameters()).containsExactly(java.util.Map.entry("from", "4711"));
    assertThat(undo.target()).isEqualTo(Demo.INDEX);
    Proposal plan = proposals().get(1);
    assertThat(plan.undoOf().orElseThrow().by()).isEqualTo(ANN);
    assertThat(plan.evidence()).isNotEmpty();
    assertThat(plan.verification().checks())
        .filteredOn(check -> check.role() == Check.Role.SYMPTOM)
        .allMatch(check -> check.atMost() == 1.25);
    assertThat(plan.verification().checks())
        .as("what goes back as it should is no measure of harm")
        .noneMatch(check -> check.role() == Check.Role.TARGET)
        .anyMatch(check -> check.role() == Check.Role.SYMPTOM);
    loop.until(
        () -> state() == Incident.State.HEALED && loop.last().id().equals(plan.incidentId()));
    assertThat(loop.last().title())
        .isEqualTo(
            "Undo of pg-index.rebuild on public.documents_tenant_created_idx, asked for by ann:"
                + " it was wrong");
    assertThat(loop.brain.all(Stream.GOVERNANCE, Verdict.class)).hasSize(2);
    assertThat(answers()).singleElement().satisfies(it -> assertThat(it.taken()).isTrue());
    assertThat(answers().get(0).requestId()).isEqualTo(request.id());

    undo(healed);
    loop.run(2_000);
    assertThat(answers().get(1).reason()).startsWith("It was undone already");
    assertThat(commands()).hasSize(2);
  }

  @Test
  void anActionWithoutAnUndoSaysSo() throws IOException {
    Incident healed = healed();
    undo(healed);
    loop.run(2_000);

    assertThat(answers())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.taken()).isFalse();
              assertThat(it.reason())
                  .isEqualTo(
                      "pg-index.rebuild has no undo. Its playbook says: None is needed: the"
                          + " rebuilt index answers the same queries");
            });
    assertThat(proposals()).hasSize(1);
  }

  @Test
  void anUndoThatAGateRefusesIsTriedAgainWhenItMayPass() throws IOException {
    loop.undo.put("undo.action", "pg-index.restore");
    Incident healed = healed();
    undo(healed);
    loop.until(() -> proposals().size() == 2);
    loop.run(1_000);
    assertThat(last(Decision.class).reason()).contains("gate cooldown");

    loop.until(() -> commands().size() == 2);
  }

  @Test
  void anUndoThatIsDeniedEndsAndMayBeAskedForAgain() throws IOException {
    loop.undo.put("undo.action", "pg-index.restore");
    Incident healed = healed();
    loop.run(130_000);
    loop.brain.document("mode", "approve");
    undo(healed);
    loop.until(() -> last(Decision.class).result() == Decision.Result.AWAITING);
    say(proposals().get(1), Approval.Word.DENY);
    loop.until(() -> state() == Incident.State.RESOLVED);
    assertThat(loop.last().timeline())
        .extracting(Moment::text)
        .anyMatch(text -> text.startsWith("Not undone: refused by gate approval"));

    undo(healed);
    loop.until(() -> proposals().size() == 3);
    say(proposals().get(2), Approval.Word.APPROVE);
    loop.until(() -> commands().size() == 2);
  }

  @Test
  void whatIsNotKnownCannotBeUndone() throws IOException {
    loop = DemoLoop.under(rules -> rules);
    loop.run(1_000);
    loop.brain.say(
        "console",
        Stream.GOVERNANCE,
        new UndoRequest("word", "nothing", "none", Demo.SYSTEM, ANN, "", loop.brain.now()));
    loop.run(1_000);

    assertThat(answers()).singleElement().satisfies(it -> assertThat(it.taken()).isFalse());
  }

  private Incident healed() throws IOException {
    String any = "'action=~\"pg-index.*\"'";
    loop =
        start(loop, DemoLoop.under(rules -> rules.replace("'action=\"pg-index.rebuild\"'", any)));
    loop.until(() -> !loop.brain.all(Stream.INCIDENTS, Incident.class).isEmpty());
    loop.until(() -> state() == Incident.State.HEALED);
    return loop.last();
  }

  /** Takes what the actuator was told to say over to the loop that is run. */
  private static DemoLoop start(DemoLoop told, DemoLoop loop) {
    loop.undo.putAll(told.undo);
    return loop;
  }

  private Proposal awaiting() throws IOException {
    loop = DemoLoop.under(rules -> rules.replace("mode: auto", "mode: approve"));
    loop.until(() -> !loop.brain.all(Stream.DECISIONS, Decision.class).isEmpty());
    assertThat(last(Decision.class).result()).isEqualTo(Decision.Result.AWAITING);
    return proposals().get(0);
  }

  private void say(Proposal plan, Approval.Word word) {
    loop.brain.say(
        "console",
        Stream.GOVERNANCE,
        new Approval(
            "word-" + words++,
            plan.id(),
            plan.incidentId(),
            plan.planHash(),
            word,
            ANN,
            "seen",
            loop.brain.now()));
  }

  private UndoRequest undo(Incident incident) {
    UndoRequest request =
        new UndoRequest(
            "word-" + words++,
            commands().get(0).proposalId(),
            incident.id(),
            incident.system(),
            ANN,
            "it was wrong",
            loop.brain.now());
    loop.brain.say("console", Stream.GOVERNANCE, request);
    return request;
  }

  private void remark(Proposal plan, Remark.Kind kind, String text) {
    loop.brain.say(
        "console",
        Stream.SIGNALS,
        new Remark(
            "word-" + words++,
            plan.incidentId(),
            plan.system(),
            kind,
            ANN,
            text,
            loop.brain.now()));
  }

  private Incident.State state() {
    return loop.last().state();
  }

  private List<String> timeline() {
    return loop.last().timeline().stream().map(Moment::text).toList();
  }

  private List<Command> commands() {
    return loop.brain.all(Stream.COMMANDS, Command.class);
  }

  private List<Proposal> proposals() {
    return loop.brain.all(Stream.GOVERNANCE, Proposal.class);
  }

  private List<Answer> answers() {
    return loop.brain.all(Stream.DECISIONS, Answer.class);
  }

  private Decision last(Class<Decision> type) {
    List<Decision> all = loop.brain.all(Stream.DECISIONS, type);
    return all.get(all.size() - 1);
  }
}
