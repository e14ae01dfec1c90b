package io.homeostat.core.rules;

import java.util.List;

/**
 * All rules in force, parsed and checked.
 *
 * @param version the content hash of the document that they came from
 * @param detectors what raises signals from metrics
 * @param logs what raises signals from logs
 * @param drift what raises signals from the rows that are written
 * @param features what models count on in tables
 * @param correlation how signals become incidents
 * @param playbooks what may be proposed
 * @param policies what may be done, first match decides
 * @param routes who is paged, first match decides
 */
public record RuleSet(
    String version,
    List<DetectorRule> detectors,
    List<LogRule> logs,
    List<DriftRule> drift,
    List<FeatureContract> features,
    CorrelationRule correlation,
    List<Playbook> playbooks,
    List<Policy> policies,
    List<Route> routes) {

  public RuleSet {
    detectors = List.copyOf(detectors);
    logs = List.copyOf(logs);
    drift = List.copyOf(drift);
    features = List.copyOf(features);
    playbooks = List.copyOf(playbooks);
    policies = List.copyOf(policies);
    routes = List.copyOf(routes);
  }

  /** Before any rules have come: nothing is judged, nothing is permitted. */
  public static final RuleSet EMPTY =
      new RuleSet(
          "",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          CorrelationRule.DEFAULT,
          List.of(),
          List.of(),
          List.of());
}
