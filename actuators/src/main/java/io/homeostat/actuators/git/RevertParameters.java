package io.homeostat.actuators.git;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Command;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The settings of {@code git.revert}: the plan's own, and what it says of the change.
 *
 * @param from the revision that was deployed before
 * @param to the revision to take back
 * @param timeoutSeconds the longest wait for the repository's server, from 1
 */
record RevertParameters(ObjectId from, ObjectId to, int timeoutSeconds) {
  private static final String TIMEOUT = "timeout";
  private static final String FROM = "change_from";
  private static final String TO = "change_to";
  private static final Set<String> KNOWN = Set.of(TIMEOUT, FROM, TO, "change_id", "change_through");
  private static final long USUAL_TIMEOUT_MILLIS = 15_000;

  RevertParameters {
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "the change leads from " + from.name() + " to itself: there is nothing to take back");
    }
  }

  /**
   * Reads them from a command.
   *
   * @throws IllegalArgumentException when one is unknown, missing or can't be read
   */
  static RevertParameters of(Command command) {
    Map<String, String> values = command.parameters();
    values.keySet().stream()
        .filter(key -> !KNOWN.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "parameter '"
                      + key
                      + "' is unknown; there are "
                      + KNOWN.stream().sorted().toList());
            });
    long timeout =
        Optional.ofNullable(values.get(TIMEOUT))
            .map(RevertParameters::duration)
            .orElse(USUAL_TIMEOUT_MILLIS);
    return new RevertParameters(
        revision(values, FROM),
        revision(values, TO),
        (int) Math.max(1, Math.min(timeout, command.limitMillis()) / 1000));
  }

  private static ObjectId revision(Map<String, String> values, String key) {
    String text = values.getOrDefault(key, "");
    if (!ObjectId.isId(text)) {
      throw new IllegalArgumentException(
          "parameter '" + key + "' is '" + text + "': it must be a Git revision of 40 digits");
    }
    return ObjectId.fromString(text);
  }

  private static long duration(String text) {
    return Durations.parse(text)
        .filter(millis -> millis >= 1_000)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "parameter '" + TIMEOUT + "' is '" + text + "': give at least 1s"));
  }
}
