package io.homeostat.core.detect;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.observe.Columns;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which rules apply to which series of an entity: a pure function of the rules, the topology, the
 * entity and its series, worked out once for them.
 *
 * @param entity the entity
 * @param system its system
 * @param rules the version of the rules
 * @param topology the version of the topology
 * @param columns the entity's series
 * @param dependants how many entities directly need this one
 * @param watches the rules on its series, in the order of the rules
 */
public record Binding(
    EntityId entity,
    String system,
    String rules,
    String topology,
    Columns columns,
    int dependants,
    List<Watch> watches) {

  /** Works it out. */
  static Binding of(String key, Columns columns, InForce inForce) {
    EntityId entity = EntityId.parse(key);
    RuleSet rules = inForce.rules();
    Topology topology = inForce.topology();
    String system = topology.systemOf(entity);
    Map<String, String> labels = Labels.of(entity, system);
    List<Watch> watches = new ArrayList<>();
    for (DetectorRule rule : rules.detectors()) {
      if (Labels.match(rule.match(), labels)) {
        watch(rule, columns, watches);
      }
    }
    return new Binding(
        entity,
        system,
        rules.version(),
        topology.version(),
        columns,
        (int) topology.neededBy(entity).count(),
        List.copyOf(watches));
  }

  private static void watch(DetectorRule rule, Columns columns, List<Watch> watches) {
    String fingerprint = Watch.fingerprint(rule);
    if (rule.test() instanceof DetectorRule.Missing) {
      watches.add(new Watch(-1, -1, "", rule, fingerprint));
    }
    for (int i = 0; i < columns.size(); i++) {
      String series = columns.names().get(i);
      if (Watch.about(rule, series)) {
        watches.add(new Watch(i, whole(rule, series, columns), series, rule, fingerprint));
      }
    }
  }

  private static int whole(DetectorRule rule, String series, Columns columns) {
    return rule.reading().of().isEmpty() ? -1 : columns.indexOf(rule.reading().whole(series));
  }

  /** Where, at a place or before it, the entity itself is watched. */
  int placeOfEntity(int place) {
    int at = place;
    while (!watches.get(at).ofEntity()) {
      at--;
    }
    return at;
  }

  /** True while it is the binding of these. */
  boolean holds(Columns present, InForce inForce) {
    return columns == present
        && rules.equals(inForce.rules().version())
        && topology.equals(inForce.topology().version());
  }
}
