package io.homeostat.core.plan;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.rules.Playbook;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An action's settings of which some are what its plan has observed: a value that is a series in
 * braces, such as {@code {k8s.deployment.generation}}, becomes the newest mean of that series of
 * the target. So the plan's hash, the approval that is bound to it, and the actuator's precondition
 * all speak of the target as it was seen.
 */
final class ObservedParameters {
  private static final double GREATEST_WHOLE = 1L << 53;

  private ObservedParameters() {}

  /** The series of the target that the settings need, sorted by the settings' names. */
  static List<String> series(Playbook playbook) {
    return playbook.parameters().values().stream()
        .flatMap(value -> Playbook.observed(value).stream())
        .distinct()
        .toList();
  }

  /** The settings with what was observed; one that was not keeps its braces. */
  static SortedMap<String, String> fill(
      SortedMap<String, String> settings, EntityId target, List<Evidence> evidence) {
    SortedMap<String, String> filled = new TreeMap<>();
    settings.forEach(
        (name, value) ->
            filled.put(
                name,
                Playbook.observed(value)
                    .flatMap(series -> find(series, target, evidence))
                    .map(ObservedParameters::text)
                    .orElse(value)));
    return Collections.unmodifiableSortedMap(filled);
  }

  private static Optional<Double> find(String series, EntityId target, List<Evidence> evidence) {
    return evidence.stream()
        .filter(each -> each.entity().equals(target) && each.series().equals(series))
        .map(Evidence::value)
        .findFirst();
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) <= GREATEST_WHOLE
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
