package io.homeostat.core.logs;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.LogRule;
import io.homeostat.core.telemetry.lane.InForce;
import java.util.List;
import java.util.Optional;

/**
 * Which rules apply to the lines of an entity: a pure function of the rules, the topology and the
 * entity.
 *
 * @param entity the entity
 * @param system its system
 * @param rules the version of the rules
 * @param topology the version of the topology
 * @param searches what is looked for
 */
record LogBinding(
    EntityId entity, String system, String rules, String topology, List<Search> searches) {

  /**
   * What one rule looks for.
   *
   * @param rule the rule
   * @param fingerprint what the rule asks and says; the wording of its explanation does not count
   */
  record Search(LogRule rule, String fingerprint) {

    static Search of(LogRule rule) {
      return new Search(
          rule,
          Ids.of(
              rule.name(),
              rule.level().name(),
              rule.contains(),
              Integer.toString(rule.count()),
              Long.toString(rule.windowMillis()),
              rule.kind(),
              rule.severity().name()));
    }

    boolean finds(LogEntry entry) {
      return entry.level().compareTo(rule.level()) >= 0 && entry.body().contains(rule.contains());
    }
  }

  static LogBinding of(EntityId entity, InForce inForce) {
    String system = inForce.topology().systemOf(entity);
    List<Search> searches =
        inForce.rules().logs().stream()
            .filter(rule -> Labels.match(rule.match(), Labels.of(entity, system)))
            .map(Search::of)
            .toList();
    return new LogBinding(
        entity, system, inForce.rules().version(), inForce.topology().version(), searches);
  }

  boolean holds(InForce inForce) {
    return rules.equals(inForce.rules().version()) && topology.equals(inForce.topology().version());
  }

  Optional<LogRule> rule(String fingerprint) {
    return searches.stream()
        .filter(search -> search.fingerprint().equals(fingerprint))
        .map(Search::rule)
        .findFirst();
  }
}
