package io.homeostat.core.drift;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.rules.DriftRule;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which drift rules name a table, remembered while rules and topology stay. */
final class Watched {
  private static final int MOST = 100_000;

  private final Map<EntityId, List<DriftRule>> byTable = new HashMap<>();
  private String version = "";
  private RuleSet rules = RuleSet.EMPTY;
  private Topology topology = Topology.EMPTY;

  List<DriftRule> rules(InForce inForce, EntityId table) {
    String newest = inForce.rules().version() + " " + inForce.topology().version();
    if (!newest.equals(version) || byTable.size() >= MOST) {
      byTable.clear();
      version = newest;
      rules = inForce.rules();
      topology = inForce.topology();
    }
    return byTable.computeIfAbsent(table, this::match);
  }

  private List<DriftRule> match(EntityId table) {
    Map<String, String> labels = Labels.of(table, topology.systemOf(table));
    return rules.drift().stream().filter(rule -> Labels.match(rule.match(), labels)).toList();
  }
}
