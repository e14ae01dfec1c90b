package io.homeostat.core.embedding.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models of one collection and role, with the lane's time of each one's newest vector.
 *
 * @param seen in the order in which they were first seen
 */
record Models(List<Seen> seen) {
  /** More than these are counted and not watched. */
  static final int MOST = 8;

  static final Models NONE = new Models(List.of());

  Models {
    seen = List.copyOf(seen);
  }

  record Seen(String model, long heardMillis) {}

  /** With a vector of the model; nothing where there are too many models. */
  Optional<Models> with(String model, long nowMillis) {
    List<Seen> next = new ArrayList<>(seen);
    next.removeIf(each -> each.model().equals(model));
    if (next.size() >= MOST) {
      return Optional.empty();
    }
    next.add(new Seen(model, nowMillis));
    return Optional.of(new Models(next));
  }

  Models without(String model) {
    return new Models(seen.stream().filter(each -> !each.model().equals(model)).toList());
  }

  /** How many were heard of since a time. */
  int since(long timeMillis) {
    return (int) seen.stream().filter(each -> each.heardMillis() >= timeMillis).count();
  }
}
