package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import io.homeostat.core.model.Severity;
import java.util.Optional;

/** Reads a route. */
final class RouteSection {
  private static final long SHORTEST_REPEAT_MILLIS = 60_000;

  private RouteSection() {}

  static Optional<Route> read(Section section) {
    String receiver = section.word("receiver", Words.NAME, "oncall");
    Optional<String> fallback =
        section.has("fallback")
            ? Optional.of(section.word("fallback", Words.NAME, "chat"))
            : Optional.empty();
    if (fallback.isPresent() && fallback.get().equals(receiver)) {
      section.reject("fallback", "the fallback is the receiver", "name another, or none");
    }
    long repeat = section.duration("repeat", 0, 0);
    if (repeat > 0 && repeat < SHORTEST_REPEAT_MILLIS) {
      section.reject("repeat", "repeat is less than a minute", "give 1m or more, or 0s for never");
    }
    return Optional.of(
        new Route(
            section.text("name"),
            MatcherParser.read(section, "match", Labels.ENTITY),
            section.choice("when", Severity.class, Severity.WARNING),
            receiver,
            fallback,
            section.duration("delay", 0, 0),
            repeat));
  }
}
