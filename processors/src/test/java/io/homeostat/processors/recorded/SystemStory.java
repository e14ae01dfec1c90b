package io.homeostat.processors.recorded;

import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What happens to one system of a recording: its index bloats and its searches slow down; it
 * answers questions, carries actions out well or badly, heals or falls ill again.
 */
final class SystemStory {
  private static final String SIZE = "pg.index.size";
  private static final String DENSITY = "pg.index.leaf_density";
  private static final String LATENCY = "retriever.search.latency.p95";
  private static final long STEP_MILLIS = 1_000;

  /** Something that will be said. */
  private record Coming(long timeMillis, int order, Fact fact) {}

  private final int number;
  private final SplittableRandom random;
  private final PriorityQueue<Coming> coming =
      new PriorityQueue<>(
          Comparator.comparingLong(Coming::timeMillis).thenComparingInt(Coming::order));
  private int order;
  private long healedMillis = Long.MAX_VALUE;
  private long illMillis;

  SystemStory(int number, SplittableRandom random) {
    this.number = number;
    this.random = random;
    fallIll(MetricLanes.BEGIN_MILLIS + 3_000 + random.nextInt(20_000));
  }

  String system() {
    return "sys" + number;
  }

  static String playbook(int number) {
    return """
      - name: rebuild-%1$d
        when: '"index-degradation" in incident.kinds'
        target: {kind: index-degradation, match: ['kind="pg-index"', 'system="sys%1$d"']}
        action: pg-index.rebuild
        parameters: {lock_timeout: 2s}
        require: 'target["pg.index.leaf_density"] < 60.0'
        fresh: 30s
        deadline: 60s
        limit: 5m
        predicted: The index shrinks
        undo: None is needed
        attempts: 2
        verify:
          before: 30s
          settle: 5s
          window: 20s
          checks:
            - {role: target, series: pg.index.size, atMost: 0.7}
            - {role: symptom, entity: 'service:demo/sys%1$d/retriever', series: retriever.search.latency.p95, atMost: 0.8}
            - {role: peer, entity: 'pg-index:demo/sys%1$d/peer', series: pg.index.size, atMost: 1.2}
    """
        .formatted(number);
  }

  static String topology(int number) {
    return """
      - name: sys%1$d
        criticality: 0.5
        owner: retrieval
        scopes: [demo/sys%1$d]
    """
        .formatted(number);
  }

  /** What is said by now, in order. */
  List<Fact> due(long nowMillis) {
    List<Fact> facts = new ArrayList<>();
    while (!coming.isEmpty() && coming.peek().timeMillis() <= nowMillis) {
      facts.add(coming.remove().fact());
    }
    return facts;
  }

  /** The telemetry lane is asked. */
  void asked(ObservationRequest request) {
    if (random.nextInt(25) > 0) {
      say(request.toMillis() + 500 + random.nextInt(2_500), answer(request));
    }
  }

  /** The governor is asked, and decides; an actuator acts. */
  void proposed(Proposal proposal, long nowMillis) {
    boolean granted = random.nextInt(4) > 0;
    long decided = nowMillis + 300 + random.nextInt(1_000);
    String command = granted ? Ids.of("command", proposal.id()) : "";
    say(
        decided,
        new Decision(
            Ids.of("decision", proposal.id()),
            proposal.id(),
            proposal.incidentId(),
            system(),
            proposal.target(),
            granted ? Decision.Result.GRANTED : Decision.Result.REFUSED,
            List.of(),
            "so it was decided",
            command,
            decided,
            proposal.rules()));
    if (granted) {
      act(proposal, command, decided + 400);
    }
  }

  private void act(Proposal proposal, String command, long beganMillis) {
    say(
        beganMillis,
        new Intent(
            command,
            proposal.id(),
            proposal.incidentId(),
            system(),
            proposal.target(),
            1,
            "actuator",
            beganMillis));
    say(
        beganMillis + 700,
        new ActionNote(
            command, proposal.incidentId(), system(), beganMillis + 700, "half of it is done"));
    long ended = beganMillis + 1_500 + random.nextInt(3_000);
    Outcome.Result result =
        switch (random.nextInt(5)) {
          case 0 -> Outcome.Result.FAILED;
          case 1 -> Outcome.Result.REFUSED;
          default -> Outcome.Result.APPLIED;
        };
    say(
        ended,
        new Outcome(
            command,
            proposal.id(),
            proposal.incidentId(),
            system(),
            proposal.target(),
            proposal.action(),
            result,
            "so it ended",
            new TreeMap<>(),
            beganMillis,
            ended));
    if (result == Outcome.Result.APPLIED && random.nextInt(3) > 0) {
      healedMillis = ended;
      long resolved = ended + 4_000;
      say(resolved, signal(index(), "index-degradation", DENSITY, Signal.State.RESOLVED, resolved));
      say(
          resolved + 6_000,
          signal(retriever(), "latency-degradation", LATENCY, Signal.State.RESOLVED, resolved));
      fallIll(ended + 90_000 + random.nextInt(60_000));
    }
  }

  private void fallIll(long timeMillis) {
    say(
        timeMillis - 2_000,
        new Change(
            Ids.of("change", system(), Long.toString(timeMillis)),
            "deployment",
            retriever(),
            system(),
            Change.State.FINISHED,
            timeMillis - 3_000,
            timeMillis - 2_000,
            "someone",
            "a new version"));
    illMillis = timeMillis;
    say(timeMillis, signal(index(), "index-degradation", DENSITY, Signal.State.FIRING, timeMillis));
    say(
        timeMillis + random.nextInt(5_000),
        signal(retriever(), "latency-degradation", LATENCY, Signal.State.FIRING, timeMillis));
  }

  private Signal signal(
      EntityId entity, String kind, String series, Signal.State state, long updatedMillis) {
    return new Signal(
        Ids.of("signal", entity.text(), Long.toString(illMillis)),
        entity,
        system(),
        "rule-of-" + kind,
        series,
        kind,
        state,
        Severity.CRITICAL,
        0.5 + number / 100.0,
        illMillis,
        updatedMillis,
        42,
        55,
        entity.name() + " is not as it should be",
        "rules-1");
  }

  private Observation answer(ObservationRequest request) {
    int steps = (int) ((request.toMillis() - request.fromMillis()) / STEP_MILLIS);
    long[] times = new long[steps];
    double[] means = new double[steps];
    long[] counts = new long[steps];
    for (int i = 0; i < steps; i++) {
      times[i] = request.fromMillis() + i * STEP_MILLIS;
      means[i] = value(request, times[i]) * (1 + random.nextDouble() / 50);
      counts[i] = 1;
    }
    return new Observation(
        request.id(),
        system(),
        request.entity(),
        request.series(),
        request.fromMillis(),
        request.toMillis(),
        STEP_MILLIS,
        times,
        means,
        counts);
  }

  private double value(ObservationRequest request, long timeMillis) {
    boolean ill = timeMillis < healedMillis || timeMillis >= illMillis;
    boolean peer = request.entity().name().equals("peer");
    return switch (request.series()) {
      case SIZE -> ill && !peer ? 41_000_000 : 9_000_000;
      case DENSITY -> ill && !peer ? 38 : 90;
      case LATENCY -> ill ? 38 : 9;
      default -> 1;
    };
  }

  private EntityId index() {
    return EntityId.of("pg-index", "demo", system(), "idx");
  }

  private EntityId retriever() {
    return EntityId.of("service", "demo", system(), "retriever");
  }

  private void say(long timeMillis, Fact fact) {
    coming.add(new Coming(timeMillis, order++, fact));
  }
}
