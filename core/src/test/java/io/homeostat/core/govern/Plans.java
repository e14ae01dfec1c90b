package io.homeostat.core.govern;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.UndoOf;
import io.homeostat.core.model.Verification;
import io.homeostat.core.rules.RuleParser;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Rules and proposals to govern. */
final class Plans {
  static final long FRESH_MILLIS = 30_000;
  static final long DEADLINE_MILLIS = 60_000;
  static final long LIMIT_MILLIS = 600_000;
  static final long COOLDOWN_MILLIS = 120_000;
  static final long SETTLE_MILLIS = 5_000;
  static final long WINDOW_MILLIS = 20_000;

  static final String RULES =
      """
      playbooks:
        - name: rebuild
          when: 'true'
          target: {kind: index-degradation}
          action: pg-index.rebuild
          require: 'true'
          fresh: 30s
          deadline: 60s
          limit: 10m
          predicted: smaller
          undo: none needed
          attempts: 2
          verify:
            before: 30s
            settle: 5s
            window: 20s
            checks: [{role: target, series: pg.index.size, atMost: 0.7}]
      policies:
        - {name: by-hand, match: ['system="manual"'], mode: approve}
        - {name: by-hand-at-leisure, match: ['system="leisure"'], mode: approve, approvalTime: 30m}
        - {name: by-two, match: ['system="grave"'], mode: approve, approvals: 2, approvalTime: 30m}
        - {name: shown, match: ['system="shown"'], mode: suggest}
        - {name: own, match: ['system=~"rag.*"'], mode: auto, cooldown: 2m, mostPerSystem: 2, mostTotal: 3}
      """;

  private static final String VERSION = RuleParser.parse(RULES).version();

  static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/t");

  private Plans() {}

  static EntityId index(int number) {
    return EntityId.parse("pg-index:demo/rag/i" + number);
  }

  /** A plan that all gates let pass when nothing else is under way: for the index, fresh now. */
  static Proposal plan(GovernorLane lane, int index) {
    return plan(lane.now(), "rag", "incident-" + index, index, List.of(), 1);
  }

  static Proposal plan(
      long now,
      String system,
      String incident,
      int index,
      List<EntityId> involved,
      int generation) {
    EntityId target = index(index);
    String id = Ids.of(incident, "rebuild", target.text(), Integer.toString(generation), "" + now);
    return new Proposal(
        id,
        incident,
        system,
        target,
        involved,
        "rebuild",
        "pg-index.rebuild",
        Collections.unmodifiableSortedMap(new TreeMap<>(java.util.Map.of("lock_timeout", "2s"))),
        generation,
        List.of(new Evidence("the index is large", target, "pg.index.size", 9e6, now)),
        "smaller",
        new Verification(30_000, SETTLE_MILLIS, WINDOW_MILLIS, List.of()),
        "none needed",
        now,
        now + DEADLINE_MILLIS,
        Ids.hash(incident.getBytes(StandardCharsets.UTF_8)),
        VERSION);
  }

  /** A copy of a plan with parts replaced. */
  static Edit edit(Proposal plan) {
    return new Edit(plan);
  }

  /** Replaces parts of a plan. */
  static final class Edit {
    private final Proposal plan;
    private String playbook;
    private String action;
    private String rules;
    private long deadlineMillis;
    private List<Evidence> evidence;
    private List<EntityId> involved;
    private String planHash;
    private Optional<UndoOf> undoOf;

    private Edit(Proposal plan) {
      this.plan = plan;
      this.playbook = plan.playbook();
      this.action = plan.action();
      this.rules = plan.rules();
      this.deadlineMillis = plan.deadlineMillis();
      this.evidence = plan.evidence();
      this.involved = plan.involved();
      this.planHash = plan.planHash();
      this.undoOf = plan.undoOf();
    }

    Edit planHash(String hash) {
      planHash = hash;
      return this;
    }

    /** As a plan that this person proposes, to undo something. */
    Edit undoing(String who) {
      undoOf =
          Optional.of(
              new UndoOf("undone", "command", new Person(who, Person.Known.TOKEN), "it was wrong"));
      return this;
    }

    Edit playbook(String name) {
      playbook = name;
      return this;
    }

    Edit action(String name) {
      action = name;
      return this;
    }

    Edit rules(String version) {
      rules = version;
      return this;
    }

    Edit deadline(long millis) {
      deadlineMillis = millis;
      return this;
    }

    Edit evidence(Evidence... all) {
      evidence = List.of(all);
      return this;
    }

    Edit involved(EntityId... all) {
      involved = List.of(all);
      return this;
    }

    Proposal done() {
      return new Proposal(
          plan.id(),
          plan.incidentId(),
          plan.system(),
          plan.target(),
          involved,
          playbook,
          action,
          plan.parameters(),
          plan.generation(),
          evidence,
          plan.predicted(),
          plan.verification(),
          plan.undo(),
          plan.proposedMillis(),
          deadlineMillis,
          planHash,
          rules,
          undoOf);
    }
  }
}
