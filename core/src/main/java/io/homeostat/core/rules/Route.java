package io.homeostat.core.rules;

import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;

/**
 * Who is paged about the incidents that it matches.
 *
 * @param name unique within the rules
 * @param match matchers over {@code kind}, {@code scope}, {@code name} and {@code system}; one
 *     entity of the incident's signals must satisfy all of them
 * @param when how grave an incident must be
 * @param receiver who is paged
 * @param fallback who is paged where the receiver can't be reached
 * @param delayMillis what closes within this time of its beginning pages nobody; one that needs a
 *     person does so at once
 * @param repeatMillis after this time an open incident is paged again; 0 for never
 */
public record Route(
    String name,
    List<Matcher> match,
    Severity when,
    String receiver,
    Optional<String> fallback,
    long delayMillis,
    long repeatMillis) {

  public Route {
    match = List.copyOf(match);
  }

  /** Whether it is for this incident; the first route that is decides. */
  public boolean matches(Incident incident) {
    return incident.severity().compareTo(when) >= 0
        && (match.isEmpty()
            || incident.signals().stream()
                .anyMatch(
                    signal -> Labels.match(match, Labels.of(signal.entity(), incident.system()))));
  }
}
