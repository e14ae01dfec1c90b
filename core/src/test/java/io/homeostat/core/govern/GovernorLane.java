package io.homeostat.core.govern;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lane of governance that a test writes record by record, and the governor that folds over it.
 */
final class GovernorLane {
  static final long BEGIN = 1_750_000_000_000L;

  private final PlainRunner runner = new PlainRunner(new GovernorFold(), Lanes.LOCAL, 0);
  private final List<LaneRecord> records = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private long now = BEGIN;

  /** A lane in which the rules came into force and the clock ticks. */
  static GovernorLane governed() {
    GovernorLane lane = new GovernorLane();
    lane.document(ContextDocument.RULES, Plans.RULES);
    lane.pass(0);
    return lane;
  }

  long now() {
    return now;
  }

  PlainRunner runner() {
    return runner;
  }

  List<LaneRecord> records() {
    return records;
  }

  List<Output> outputs() {
    return outputs;
  }

  /** Lets time pass, with a tick at its end. */
  void pass(long millis) {
    now += millis;
    append(new Tick(now, new TreeMap<>()));
  }

  void document(String key, String text) {
    ContextChunk.split(key, text).forEach(this::append);
  }

  void noDocument(String key) {
    append(ContextChunk.gone(key));
  }

  void stop() {
    append(new Control(true, "ann", "maintenance", now));
  }

  void start() {
    append(new Control(false, "ann", "done", now));
  }

  /** Pauses a target, or lets it be acted on again; the answer. */
  Answer pause(EntityId target, boolean paused, Optional<Long> until) {
    Person ann = new Person("ann", Person.Known.TOKEN);
    Pause pause = new Pause(said(), target, paused, ann, "we look at it", until, now);
    return facts(append(pause), Stream.DECISIONS, Answer.class).get(0);
  }

  /** A person known by a token approves; the answer. */
  Answer approve(Proposal plan, String who) {
    return say(plan, plan.planHash(), Approval.Word.APPROVE, who, Person.Known.TOKEN);
  }

  Answer deny(Proposal plan, String who) {
    return say(plan, plan.planHash(), Approval.Word.DENY, who, Person.Known.TOKEN);
  }

  /** Somebody says something to a plan; the answer. */
  Answer say(Proposal plan, String hash, Approval.Word word, String who, Person.Known known) {
    Approval approval =
        new Approval(
            said(),
            plan.id(),
            plan.incidentId(),
            hash,
            word,
            new Person(who, known),
            "I have looked at it",
            now);
    return facts(append(approval), Stream.DECISIONS, Answer.class).get(0);
  }

  private String said() {
    return "word-" + records.size();
  }

  /** Proposes; the decision. */
  Decision propose(Proposal proposal) {
    List<Decision> decisions = facts(append(proposal), Stream.DECISIONS, Decision.class);
    if (decisions.size() != 1) {
      throw new AssertionError("a proposal brought " + decisions.size() + " decisions");
    }
    return decisions.get(0);
  }

  /** Proposes what must be granted; the command. */
  Command granted(Proposal proposal) {
    List<Command> commands = facts(append(proposal), Stream.COMMANDS, Command.class);
    if (commands.size() != 1) {
      throw new AssertionError("not granted: " + decisions().get(decisions().size() - 1));
    }
    return commands.get(0);
  }

  void intent(Command command) {
    append(
        new Intent(
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            command.fence(),
            "actuator",
            now));
  }

  void outcome(Command command, Outcome.Result result) {
    append(
        new Outcome(
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            command.action(),
            result,
            "so it went",
            Collections.emptySortedMap(),
            now,
            now));
  }

  void verdict(Command command, Verdict.Result result) {
    append(
        new Verdict(
            "verdict-" + command.id(),
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            result,
            "so it is",
            List.of(),
            now,
            now));
  }

  /** Carries a command out, with an effect that helps or doesn't. */
  void carryOut(Command command, Verdict.Result result) {
    intent(command);
    outcome(command, Outcome.Result.APPLIED);
    verdict(command, result);
  }

  List<Output> append(Fact fact) {
    long offset = records.size();
    Origin origin = new Origin("test", 0, offset, 0);
    LaneRecord record = new LaneRecord(offset, now, origin, fact);
    records.add(record);
    List<Output> came = runner.apply(record);
    outputs.addAll(came);
    return came;
  }

  List<Decision> decisions() {
    return facts(outputs, Stream.DECISIONS, Decision.class);
  }

  List<Command> commands() {
    return facts(outputs, Stream.COMMANDS, Command.class);
  }

  List<AuditEntry> audit() {
    return facts(outputs, Stream.AUDIT, AuditEntry.class);
  }

  /** The audit's entries of one sort. */
  List<AuditEntry> audit(String what) {
    return audit().stream().filter(entry -> entry.what().equals(what)).toList();
  }

  Ledger ledger() {
    return GovernorFold.ledger(runner.cells());
  }

  static <F extends Fact> List<F> facts(List<Output> outputs, Stream stream, Class<F> type) {
    return outputs.stream()
        .filter(output -> output.stream() == stream && type.isInstance(output.fact()))
        .map(output -> type.cast(output.fact()))
        .toList();
  }
}
