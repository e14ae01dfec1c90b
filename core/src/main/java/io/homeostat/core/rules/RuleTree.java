package io.homeostat.core.rules;

import io.homeostat.core.document.Place;
import io.homeostat.core.document.Problems;
import io.homeostat.core.document.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Puts the rules of several files together; names are unique among all of them. */
final class RuleTree {
  private final Problems problems;
  private final List<DetectorRule> detectors = new ArrayList<>();
  private final List<LogRule> logs = new ArrayList<>();
  private final List<DriftRule> drift = new ArrayList<>();
  private final List<FeatureContract> features = new ArrayList<>();
  private final List<Playbook> playbooks = new ArrayList<>();
  private final List<Policy> policies = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final Map<String, Place> names = new HashMap<>();
  private Optional<CorrelationRule> correlation = Optional.empty();
  private Optional<Place> correlationPlace = Optional.empty();

  RuleTree(Problems problems) {
    this.problems = problems;
  }

  /** Takes a file in. */
  void take(Section file) {
    detectors.addAll(file.sections("detectors", named("detector", DetectorSection::read)));
    logs.addAll(file.sections("logs", named("log rule", LogSection::read)));
    drift.addAll(file.sections("drift", named("drift rule", DriftSection::read)));
    features.addAll(
        file.sections(
            "features", named("feature", FeatureSection.NAME, "user_age", FeatureSection::read)));
    takeCorrelation(file);
    playbooks.addAll(file.sections("playbooks", named("playbook", PlaybookSection::read)));
    policies.addAll(file.sections("policies", named("policy", PolicySection::read)));
    routes.addAll(file.sections("routes", named("route", RouteSection::read)));
    file.close();
  }

  /** All that was taken in. */
  RuleSet rules(String version) {
    return new RuleSet(
        version,
        detectors,
        logs,
        drift,
        features,
        correlation.orElse(CorrelationRule.DEFAULT),
        playbooks,
        policies,
        routes);
  }

  private void takeCorrelation(Section file) {
    if (!file.has("correlation")) {
      return;
    }
    Place place = file.placeOf("correlation");
    correlationPlace.ifPresent(
        first -> problems.add(place, "correlation stands also at " + first, "keep one of them"));
    correlationPlace = correlationPlace.or(() -> Optional.of(place));
    correlation = file.section("correlation", PolicySection::readCorrelation);
  }

  private <T> Function<Section, Optional<T>> named(
      String what, Function<Section, Optional<T>> reader) {
    return named(what, Words.NAME, "rebuild-bloated-index", reader);
  }

  private <T> Function<Section, Optional<T>> named(
      String what, Pattern form, String example, Function<Section, Optional<T>> reader) {
    return section -> {
      String name = section.word("name", form, example);
      Place place = section.placeOf("name");
      Place first = name.isEmpty() ? null : names.putIfAbsent(what + " " + name, place);
      if (first != null) {
        problems.add(
            place, "the " + what + " '" + name + "' stands also at " + first, "rename one");
      }
      return reader.apply(section);
    };
  }
}
