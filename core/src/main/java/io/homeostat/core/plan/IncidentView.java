package io.homeostat.core.plan;

import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An incident as a playbook's {@code when} sees it: only what is known to be so now. */
final class IncidentView {
  private static final double MILLIS_PER_SECOND = 1000;

  private IncidentView() {}

  /**
   * The variable {@code incident}: {@code system}; {@code kinds} and {@code entities} of the
   * signals that fire, each once, sorted; {@code severity}, the gravest of them, in lower case;
   * {@code age}, seconds since it opened; {@code underway}, the kinds of changes that have begun
   * and not ended, each once, sorted.
   */
  static Map<String, ?> of(Dossier dossier, List<Signal> firing, long nowMillis) {
    Map<String, Object> incident = new TreeMap<>();
    incident.put("system", dossier.system());
    incident.put("kinds", firing.stream().map(Signal::kind).distinct().sorted().toList());
    incident.put(
        "entities",
        firing.stream().map(signal -> signal.entity().text()).distinct().sorted().toList());
    incident.put(
        "severity",
        firing.stream()
            .map(Signal::severity)
            .max(Comparator.naturalOrder())
            .orElse(Severity.INFO)
            .name()
            .toLowerCase(Locale.ROOT));
    incident.put("age", (nowMillis - dossier.openedMillis()) / MILLIS_PER_SECOND);
    incident.put(
        "underway",
        dossier.members().changes().stream()
            .filter(change -> change.state() == Change.State.BEGUN)
            .map(Change::kind)
            .distinct()
            .sorted()
            .toList());
    return Map.of("incident", incident);
  }
}
