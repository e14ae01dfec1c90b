package io.homeostat.actuators.patroni;

import io.homeostat.core.model.Command;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The settings of {@code patroni.switchover} and {@code patroni.failover}, as a plan gives them.
 *
 * @param timeline the cluster's timeline when the plan was made: each new leader begins the next
 *     one, so it counts the leaders
 * @param leader the place of the leader among the target's members when the plan was made, from 1;
 *     0 if there was none
 * @param mostLagBytes a candidate further behind is none; Patroni's own limit unless given
 * @param beyondSynchronous whether a standby of a synchronous cluster may lead that Patroni itself
 *     would not promote
 */
record ChangeParameters(
    long timeline, int leader, OptionalLong mostLagBytes, boolean beyondSynchronous) {
  private static final String TIMELINE = "expected_timeline";
  private static final String LEADER = "expected_leader";
  private static final String MOST_LAG = "max_lag_bytes";
  private static final String BEYOND = "beyond_synchronous";
  private static final Set<String> KNOWN = Set.of(TIMELINE, LEADER, MOST_LAG, BEYOND);

  ChangeParameters {
    if (timeline < 1 || leader < 0 || mostLagBytes.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "a plan needs "
              + TIMELINE
              + " from 1, "
              + LEADER
              + " from 0 and "
              + MOST_LAG
              + " from 0, not "
              + timeline
              + ", "
              + leader
              + " and "
              + mostLagBytes.orElse(0));
    }
  }

  /**
   * Reads them from a command.
   *
   * @throws IllegalArgumentException when one is unknown, missing or can't be read
   */
  static ChangeParameters of(Command command) {
    Map<String, String> values = command.parameters();
    for (String key : values.keySet()) {
      if (!KNOWN.contains(key)) {
        throw new IllegalArgumentException(
            "parameter '" + key + "' is unknown; there are " + KNOWN.stream().sorted().toList());
      }
    }
    return new ChangeParameters(
        whole(values, TIMELINE)
            .orElseThrow(() -> new IllegalArgumentException("'" + TIMELINE + "' is missing")),
        Math.toIntExact(whole(values, LEADER).orElse(0)),
        whole(values, MOST_LAG),
        "true".equals(values.get(BEYOND)));
  }

  private static OptionalLong whole(Map<String, String> values, String key) {
    String text = values.get(key);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "parameter '" + key + "' is '" + text + "': give a whole number", e);
    }
  }
}
