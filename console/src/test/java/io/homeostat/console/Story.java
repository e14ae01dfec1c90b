package io.homeostat.console;

import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Plot;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Suspect;
import io.homeostat.core.model.Verdict;
import io.homeostat.core.model.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Incidents as the logs would tell them, beginning at a given time. */
final class Story {
  static final EntityId INDEX =
      EntityId.parse("pg-index:demo/rag/public.documents_tenant_created_idx");
  static final EntityId PEER = EntityId.parse("pg-index:demo/rag/public.documents_source_idx");
  static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");
  private static final String RULES = "5f0c1d2e3a4b5c6d";

  private final long start;

  Story(long startMillis) {
    this.start = startMillis;
  }

  /** A bloated index, rebuilt and verified. */
  List<Fact> healed() {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        incident(
            "healed",
            1,
            Incident.State.OPEN,
            Optional.empty(),
            "waiting for evidence on pg.index.size"));
    facts.add(proposal("healed"));
    facts.add(decision("healed", Decision.Result.GRANTED, Gate.Answer.PASS, "every gate passed"));
    facts.add(
        new Command(
            "c-healed",
            "p-healed",
            "healed",
            "rag",
            INDEX,
            "pg-index.rebuild",
            new TreeMap<>(),
            "hash",
            1,
            at(20),
            30_000,
            at(21),
            at(80),
            600_000,
            RULES));
    facts.add(new Intent("c-healed", "p-healed", "healed", "rag", INDEX, 1, "actuator-1", at(22)));
    facts.add(
        new ActionNote("c-healed", "healed", "rag", at(23), "building index: 1200 of 4100 blocks"));
    facts.add(
        new Outcome(
            "c-healed",
            "p-healed",
            "healed",
            "rag",
            INDEX,
            "pg-index.rebuild",
            Outcome.Result.APPLIED,
            "rebuilt in 1.9 s: 41.2 MB → 9.8 MB",
            new TreeMap<>(
                Map.of(
                    "size before",
                    "41.2 MB",
                    "size after",
                    "9.8 MB",
                    "relfilenode after",
                    "24601",
                    "undo.action",
                    "pg-index.restore")),
            at(22),
            at(24)));
    facts.add(verdict("healed"));
    facts.add(incident("healed", 2, Incident.State.HEALED, Optional.of(at(55)), ""));
    return facts;
  }

  /** One that was refused by a gate and is still open. */
  List<Fact> refused() {
    return List.of(
        proposal("refused"),
        decision(
            "refused", Decision.Result.REFUSED, Gate.Answer.FAIL, "cooldown: 3 min 10 s are left"),
        incident(
            "refused",
            1,
            Incident.State.OPEN,
            Optional.empty(),
            "refused by cooldown: 3 min 10 s are left"));
  }

  Incident incident(
      String id, int revision, Incident.State state, Optional<Long> closed, String inaction) {
    return new Incident(
        id,
        revision,
        "rag",
        state,
        Severity.WARNING,
        0.82,
        "Index public.documents_tenant_created_idx is bloated; retriever latency is up",
        at(0),
        at(revision),
        closed,
        List.of(
            new Suspect(
                INDEX, 0.91, "bloated since 11:02:03, and the slow service reads through it"),
            new Suspect(RETRIEVER, 0.2, "slow, and nothing depends on it")),
        List.of(
            signal(
                "s1-" + id,
                INDEX,
                "pg.index.leaf_density",
                "index-degradation",
                "Leaf pages are 24% full, usually 90%"),
            signal(
                "s2-" + id,
                RETRIEVER,
                "retriever.search.latency.p95",
                "latency-degradation",
                "p95 is 38 ms, 4.2× its usual 9 ms"),
            signal(
                "s3-" + id,
                DriftStory.TABLE,
                "",
                "data-drift",
                "columns of public.features drifted")),
        List.of(
            new Change(
                "ch1",
                "data",
                EntityId.parse("pg-table:demo/rag/public.documents"),
                "rag",
                Change.State.FINISHED,
                at(-30),
                at(0),
                "",
                "182,000 rows of public.documents changed in 31 s, 40× its usual rate"),
            new Change(
                "ch2",
                "deployment",
                EntityId.parse("deployment:demo/rag/retriever"),
                "rag",
                Change.State.FINISHED,
                at(-600),
                at(-596),
                "argocd",
                "Argo CD deployed retriever 1111111 → 2222222",
                Optional.of(
                    new Delivery(
                        "1".repeat(40), "2".repeat(40), "argocd", Delivery.Health.HEALTHY)))),
        timeline(),
        inaction,
        RULES);
  }

  private List<Moment> timeline() {
    return List.of(
        new Moment(
            at(-30), Moment.Kind.CHANGE, "182,000 rows of public.documents changed in 31 s", "ch1"),
        new Moment(at(0), Moment.Kind.OPENED, "Leaf pages are 24% full, usually 90%", "s1"),
        new Moment(at(8), Moment.Kind.SIGNAL, "p95 is 38 ms, 4.2× its usual 9 ms", "s2"),
        new Moment(
            at(20),
            Moment.Kind.PROPOSAL,
            "pg-index.rebuild by playbook rebuild-bloated-index",
            "p"),
        new Moment(at(21), Moment.Kind.DECISION, "granted: every gate passed", "d"),
        new Moment(at(22), Moment.Kind.INTENT, "actuator-1 begins", "c"),
        new Moment(at(24), Moment.Kind.OUTCOME, "rebuilt in 1.9 s: 41.2 MB → 9.8 MB", "c"),
        new Moment(
            at(50), Moment.Kind.VERDICT, "verified: size 0.24×, p95 0.23×, peer unchanged", "v"));
  }

  private Signal signal(
      String id, EntityId entity, String series, String kind, String explanation) {
    return new Signal(
        id,
        entity,
        "rag",
        "rule-of-" + kind,
        series,
        kind,
        Signal.State.FIRING,
        Severity.WARNING,
        0.82,
        at(0),
        at(8),
        24,
        50,
        explanation,
        RULES);
  }

  /** An action that waits for one person's approval until a time. */
  List<Fact> awaiting(long untilMillis) {
    Decision asked =
        new Decision(
            "d-awaiting",
            "p-awaiting",
            "awaiting",
            "rag",
            INDEX,
            Decision.Result.AWAITING,
            List.of(
                new Gate("stop", Gate.Answer.PASS, "Nobody has stopped Homeostat"),
                new Gate("approval", Gate.Answer.UNKNOWN, "Waits for one person's approval")),
            "pg-index.rebuild on " + INDEX + ". Waits for one person's approval",
            "",
            at(21),
            RULES,
            Optional.of(untilMillis));
    return List.of(
        incident(
            "awaiting",
            1,
            Incident.State.PROPOSED,
            Optional.empty(),
            "Waits for one person's approval: The mode is approve"),
        proposal("awaiting"),
        asked);
  }

  private Proposal proposal(String incident) {
    return new Proposal(
        "p-" + incident,
        incident,
        "rag",
        INDEX,
        List.of(),
        "rebuild-bloated-index",
        "pg-index.rebuild",
        new TreeMap<>(),
        1,
        List.of(new Evidence("leaf pages are sparse", INDEX, "pg.index.leaf_density", 24, at(18))),
        "the index shrinks to about a quarter and p95 falls to its usual value",
        new Verification(
            30_000, 5_000, 20_000, List.of(check(Check.Role.TARGET, INDEX, "pg.index.size", 0.7))),
        "none needed: the rebuilt index answers the same queries",
        at(20),
        at(80),
        "a1b2c3d4e5f60718",
        RULES);
  }

  private Decision decision(
      String incident, Decision.Result result, Gate.Answer cooldown, String reason) {
    return new Decision(
        "d-" + incident,
        "p-" + incident,
        incident,
        "rag",
        INDEX,
        result,
        List.of(
            new Gate("stop", Gate.Answer.PASS, "the stop switch is off"),
            new Gate("mode", Gate.Answer.PASS, "policy demo-index permits auto"),
            new Gate(
                "freshness",
                Gate.Answer.PASS,
                "the oldest evidence is 2 s old, 30 s are permitted"),
            new Gate("target-lock", Gate.Answer.PASS, "no action is under way on the target"),
            new Gate("cooldown", cooldown, "the last action on the target ended 1 min 50 s ago"),
            new Gate("concurrency", Gate.Answer.PASS, "0 of 1 actions are under way in rag")),
        reason,
        result == Decision.Result.GRANTED ? "c-" + incident : "",
        at(21),
        RULES);
  }

  private Verdict verdict(String incident) {
    return new Verdict(
        "v-" + incident,
        "c-" + incident,
        "p-" + incident,
        incident,
        "rag",
        INDEX,
        Verdict.Result.VERIFIED,
        "size 41.2 MB → 9.8 MB (0.24×), p95 38 ms → 8.9 ms (0.23×); the peer is unchanged",
        List.of(
            plot(check(Check.Role.TARGET, INDEX, "pg.index.size", 0.7), 41_200_000, 9_800_000),
            plot(
                check(Check.Role.SYMPTOM, RETRIEVER, "retriever.search.latency.p95", 0.8), 38, 8.9),
            plot(check(Check.Role.PEER, PEER, "pg.index.size", 1.2), 10_100_000, 10_100_000)),
        at(24),
        at(50));
  }

  private Plot plot(Check check, double before, double after) {
    long[] times = new long[16];
    double[] values = new double[16];
    for (int i = 0; i < times.length; i++) {
      times[i] = at(-26 + 5L * i);
      double wobble = 1 + 0.03 * StrictMath.sin(i * 2.1);
      values[i] = (times[i] < at(24) ? before : after) * wobble;
    }
    return new Plot(check, before, after, times, values);
  }

  private static Check check(Check.Role role, EntityId entity, String series, double atMost) {
    return new Check(role, entity, series, atMost);
  }

  private long at(long second) {
    return start + second * 1000;
  }
}
