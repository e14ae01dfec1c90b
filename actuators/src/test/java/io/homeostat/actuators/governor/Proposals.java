package io.homeostat.actuators.governor;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verification;
import io.homeostat.core.rules.RuleParser;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Rules, and proposals that they let pass. */
public final class Proposals {
  /** The action that the rules know. */
  public static final String ACTION = "fake.change";

  /** Rules that let the system {@code rag} act by itself, and show of others what would be done. */
  public static final String RULES =
      """
      playbooks:
        - name: change
          when: 'true'
          target: {kind: degradation}
          action: fake.change
          require: 'true'
          fresh: 30s
          deadline: 60s
          limit: 10m
          predicted: better
          undo: none needed
          attempts: 2
          verify:
            before: 30s
            settle: 5s
            window: 20s
            checks: [{role: target, series: size, atMost: 0.7}]
      policies:
        - {name: own, match: ['system="rag"'], mode: auto, cooldown: 10s, mostPerSystem: 2, mostTotal: 3}
        - {name: shown, match: ['system="shown"'], mode: suggest}
      """;

  private Proposals() {}

  /** A proposal made at a time, to change a target. */
  public static Proposal of(String system, String incident, EntityId target, long nowMillis) {
    return new Proposal(
        Ids.of(system, incident, target.text(), Long.toString(nowMillis)),
        incident,
        system,
        target,
        List.of(),
        "change",
        ACTION,
        Collections.unmodifiableSortedMap(new TreeMap<>()),
        1,
        List.of(new Evidence("it is large", target, "size", 9e6, nowMillis)),
        "better",
        new Verification(30_000, 5_000, 20_000, List.of()),
        "none needed",
        nowMillis,
        nowMillis + 60_000,
        "hash",
        RuleParser.parse(RULES).version());
  }
}
