package io.homeostat.actuators.git;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Command;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The settings of {@code git.revert}: the plan's own, and what it says of the change.
 *
 * @param from the revision that was deployed before
 * @param to the revision to take back
 * @param release the command whose hold is released, where this undoes what that command did; empty
 *     to hold what is taken back
 * @param timeoutSeconds the longest wait for the repository's server, from 1
 */
record RevertParameters(ObjectId from, ObjectId to, Optional<String> release, int timeoutSeconds) {
  private static final String TIMEOUT = "timeout";
  private static final String FROM = "change_from";
  private static final String TO = "change_to";
  private static final String RELEASE = "release";
  private static final Set<String> KNOWN =
      Set.of(TIMEOUT, FROM, TO, RELEASE, "change_id", "change_through");
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
        Optional.ofNullable(values.get(RELEASE)),
        (int) Math.max(1, Math.min(timeout, command.limitMillis()) / 1000));
  }

  /**
   * What an outcome must tell so that the commit can be undone: by the same action, from that
   * commit back to the one before it, and only while nobody has changed what it touched. An undo
   * has none of its own: who changes their mind again deploys what they want.
   *
   * @param command the command that made the commit
   * @param before the commit that it stands on
   * @param made the commit
   */
  static SortedMap<String, String> undo(Command command, ObjectId before, ObjectId made) {
    TreeMap<String, String> undo = new TreeMap<>();
    if (!command.parameters().containsKey(RELEASE)) {
      undo.put("undo.action", GitRevert.ACTION);
      undo.put("undo." + FROM, before.name());
      undo.put("undo." + TO, made.name());
      undo.put("undo." + RELEASE, command.id());
    }
    return undo;
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
