package io.homeostat.core.logs;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.LogRule;
import io.homeostat.core.telemetry.lane.InForce;
import java.util.ArrayList;
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
 * @param searches which lines are counted
 * @param watches whose lines per minute are compared with what is usual
 */
record LogBinding(
    EntityId entity,
    String system,
    String rules,
    String topology,
    List<Search> searches,
    List<Watch> watches) {

  /**
   * What one rule looks for.
   *
   * @param rule the rule
   * @param test what it counts
   * @param fingerprint what the rule asks and says; the wording of its explanation does not count
   */
  record Search(LogRule rule, LogRule.Counted test, String fingerprint) {

    /**
     * True when the rule counts a line.
     *
     * @param minedMillis for how long the entity's templates have been known
     */
    boolean finds(LineReader.Said said, String body, long minedMillis) {
      if (said.level().compareTo(rule.level()) < 0) {
        return false;
      }
      if (test instanceof LogRule.NewTemplate fresh) {
        return said.isNew() && minedMillis >= fresh.warmupMillis();
      }
      return test instanceof LogRule.Containing containing
          && (containing.contains().isEmpty()
              || containing.contains().stream().anyMatch(body::contains));
    }
  }

  /**
   * Whose rate one rule judges.
   *
   * @param rule the rule
   * @param test how it judges
   * @param fingerprint what the rule asks and says; the wording of its explanation does not count
   */
  record Watch(LogRule rule, LogRule.Unusual test, String fingerprint) {}

  static LogBinding of(EntityId entity, InForce inForce) {
    String system = inForce.topology().systemOf(entity);
    List<Search> searches = new ArrayList<>();
    List<Watch> watches = new ArrayList<>();
    for (LogRule rule : inForce.rules().logs()) {
      if (!Labels.match(rule.match(), Labels.of(entity, system))) {
        continue;
      }
      String fingerprint = fingerprint(rule);
      if (rule.test() instanceof LogRule.Counted counted) {
        searches.add(new Search(rule, counted, fingerprint));
      } else if (rule.test() instanceof LogRule.Unusual unusual) {
        watches.add(new Watch(rule, unusual, fingerprint));
      }
    }
    return new LogBinding(
        entity,
        system,
        inForce.rules().version(),
        inForce.topology().version(),
        List.copyOf(searches),
        List.copyOf(watches));
  }

  private static String fingerprint(LogRule rule) {
    return Ids.of(
        rule.name(),
        rule.level().name(),
        rule.test().toString(),
        rule.kind(),
        rule.severity().name());
  }

  boolean holds(InForce inForce) {
    return rules.equals(inForce.rules().version()) && topology.equals(inForce.topology().version());
  }

  /** True when some rule asks for templates. */
  boolean mines() {
    return searches.stream().anyMatch(search -> search.test() instanceof LogRule.NewTemplate)
        || watches.stream().anyMatch(watch -> watch.test() instanceof LogRule.TemplateRate);
  }

  /** True when lines must be remembered whether a rule finds them or not. */
  boolean remembers() {
    return mines() || !watches.isEmpty();
  }

  Optional<Search> search(String fingerprint) {
    return searches.stream().filter(search -> search.fingerprint().equals(fingerprint)).findFirst();
  }
}
