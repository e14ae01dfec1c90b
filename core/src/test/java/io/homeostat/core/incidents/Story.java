package io.homeostat.core.incidents;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.LaneCells;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Progress;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One lane of signals, told record by record, with a telemetry lane that answers. */
final class Story {
  static final long START = 1_700_000_000_000L;
  private static final long TICK_MILLIS = 250;

  final Telemetry telemetry = new Telemetry();
  final List<LaneRecord> records = new ArrayList<>();
  final List<Output> outputs = new ArrayList<>();
  private final PlainRunner runner =
      new PlainRunner(
          new IncidentsFold(), Lanes.LOCAL, Lanes.LOCAL.lane(Stream.SIGNALS, Demo.SYSTEM));
  private final Map<String, Long> counts = new HashMap<>();
  private long now = START;

  /** A story that begins with rules and topology, and a first tick. */
  static Story begin(String rules) {
    Story story = new Story();
    story.document(ContextDocument.RULES, rules);
    story.document(ContextDocument.TOPOLOGY, Demo.TOPOLOGY);
    story.pass(TICK_MILLIS);
    return story;
  }

  long now() {
    return now;
  }

  void document(String key, String text) {
    ContextChunk.split(key, text).forEach(chunk -> say("broadcaster/1", chunk));
  }

  void gone(String key) {
    say("broadcaster/1", ContextChunk.gone(key));
  }

  Story say(Fact... facts) {
    for (Fact fact : facts) {
      say("world", fact);
    }
    return this;
  }

  /** Says it again as a hop does that sends at least once: with the same origin. */
  void repeat(LaneRecord record, long appendedMillis) {
    now = appendedMillis;
    take(new LaneRecord(records.size(), now, record.origin(), record.fact()));
  }

  /** Lets time pass, tick by tick; telemetry answers meanwhile. */
  Story pass(long millis) {
    for (long end = now + millis; now < end; ) {
      now += TICK_MILLIS;
      telemetry.answers(now).forEach(answer -> say("telemetry@telemetry.metrics", answer));
      say("clock", new Tick(now, new TreeMap<>()));
    }
    return this;
  }

  /** Lets time pass until something is so, at most a time. */
  boolean passUntil(BooleanSupplier so, long mostMillis) {
    for (long end = now + mostMillis; now < end && !so.getAsBoolean(); ) {
      pass(TICK_MILLIS);
    }
    return so.getAsBoolean();
  }

  /** A story in which the demo's index is bloated, searches are slow, and a proposal was made. */
  static Story proposed() {
    Story story = begin(Demo.RULES);
    story.say(Demo.bloat(story.now() - 8_000), Demo.latency(story.now() - 5_000));
    return story;
  }

  /** The same; the action was granted and has begun. */
  Proposal granted() {
    Proposal proposal = proposal(1);
    say(decision(proposal, Decision.Result.GRANTED), intent(proposal)).pass(4_000);
    return proposal;
  }

  /** Every signal of the newest incident resolves. */
  Story resolve() {
    for (Signal signal : incident().signals()) {
      say(Demo.in(Signal.State.RESOLVED, signal, now));
    }
    return this;
  }

  /** No ticks for a while. */
  Story hole(long millis) {
    now += millis;
    return this;
  }

  private void say(String source, Fact fact) {
    long count = counts.merge(source, 1L, Long::sum);
    take(new LaneRecord(records.size(), now, new Origin(source, 0, count, 0), fact));
  }

  private void take(LaneRecord record) {
    records.add(record);
    for (Output output : runner.apply(record)) {
      outputs.add(output);
      if (output.fact() instanceof ObservationRequest request) {
        telemetry.ask(request);
      }
    }
  }

  byte[] state() {
    return runner.export();
  }

  /** The fold's own part of the state, as table, key and value; the lane's clock aside. */
  Map<String, String> stateOfFold() {
    Map<String, String> state = new TreeMap<>();
    for (Table<?> table : new IncidentsFold().tables()) {
      describe(table, state);
    }
    return state;
  }

  private <V> void describe(Table<V> table, Map<String, String> state) {
    ((LaneCells) runner.cells())
        .forEach(
            table,
            (key, value) -> {
              ByteSink sink = new ByteSink();
              table.form().write(value, sink);
              state.put(table.name() + "/" + key, HexFormat.of().formatHex(sink.toByteArray()));
            });
  }

  <T extends Fact> List<T> all(Class<T> type) {
    return outputs.stream()
        .map(Output::fact)
        .filter(fact -> !(fact instanceof Progress))
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** What was put out, in order, as stream and type; progress and incidents aside. */
  List<String> course() {
    return outputs.stream()
        .filter(output -> !(output.fact() instanceof Progress))
        .filter(output -> !(output.fact() instanceof Incident))
        .map(output -> output.stream() + " " + output.fact().getClass().getSimpleName())
        .toList();
  }

  <T extends Fact> T last(Class<T> type) {
    List<T> all = all(type);
    if (all.isEmpty()) {
      throw new AssertionError("no " + type.getSimpleName() + " was put out");
    }
    return all.get(all.size() - 1);
  }

  Incident incident() {
    return last(Incident.class);
  }

  /** The states that people were shown, each once in a row. */
  List<Incident.State> states() {
    List<Incident.State> states = new ArrayList<>();
    for (Incident each : all(Incident.class)) {
      if (states.isEmpty() || states.get(states.size() - 1) != each.state()) {
        states.add(each.state());
      }
    }
    return states;
  }

  /** The verdicts, as the governor gets them. */
  List<Verdict> verdicts() {
    return outputs.stream()
        .filter(output -> output.stream() == Stream.GOVERNANCE)
        .map(Output::fact)
        .filter(Verdict.class::isInstance)
        .map(Verdict.class::cast)
        .toList();
  }

  boolean is(Incident.State state) {
    return !all(Incident.class).isEmpty() && incident().state() == state;
  }

  /** The next proposal: time passes until there are so many. */
  Proposal proposal(int number) {
    if (!passUntil(() -> all(Proposal.class).size() >= number, 120_000)) {
      throw new AssertionError("no proposal " + number + "; " + incident().inaction());
    }
    return all(Proposal.class).get(number - 1);
  }

  Verdict verdict() {
    if (!passUntil(() -> !all(Verdict.class).isEmpty(), 900_000)) {
      throw new AssertionError("no verdict");
    }
    return last(Verdict.class);
  }

  Decision decision(Proposal proposal, Decision.Result result, Gate... against) {
    return new Decision(
        "decision-" + proposal.id(),
        proposal.id(),
        proposal.incidentId(),
        proposal.system(),
        proposal.target(),
        result,
        List.of(against),
        "so it was decided",
        result == Decision.Result.GRANTED ? "command-" + proposal.id() : "",
        now,
        proposal.rules());
  }

  Intent intent(Proposal proposal) {
    return new Intent(
        "command-" + proposal.id(),
        proposal.id(),
        proposal.incidentId(),
        proposal.system(),
        proposal.target(),
        1,
        "actuator-1",
        now);
  }

  Outcome outcome(Proposal proposal, Outcome.Result result, long tookMillis) {
    return new Outcome(
        "command-" + proposal.id(),
        proposal.id(),
        proposal.incidentId(),
        proposal.system(),
        proposal.target(),
        proposal.action(),
        result,
        "so it ended",
        new TreeMap<>(),
        now - tookMillis,
        now);
  }
}
