package io.homeostat.actuators.kubernetes;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.targets.Fingerprint;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of {@code deployment.scale}, as a playbook gives them, and what its plan has seen.
 *
 * @param wanted how many replicas there shall be, within the bounds
 * @param least never fewer, and never fewer healthy ones
 * @param most never more
 * @param from how many were wanted when the plan was made
 * @param generation the specification's version then
 * @param identity the fingerprint of the object's UID then
 * @param readyMillis how long the new replicas are waited for, to tell of them
 */
record ScaleParameters(
    int wanted, int least, int most, int from, long generation, long identity, long readyMillis) {

  private static final String BY = "by";
  private static final String TO = "to";
  private static final String LEAST = "least";
  private static final String MOST = "most";
  private static final String FROM = "from";
  private static final String GENERATION = "generation";
  private static final String IDENTITY = "identity";
  private static final String READY_TIMEOUT = "ready_timeout";
  private static final Set<String> KNOWN =
      Set.of(BY, TO, LEAST, MOST, FROM, GENERATION, IDENTITY, READY_TIMEOUT);
  private static final int GREATEST = 10_000;
  private static final long USUAL_READY_MILLIS = 60_000;

  ScaleParameters {
    if (least < 1 || most < least || most > GREATEST) {
      throw new IllegalArgumentException(
          "parameters 'least' and 'most' are "
              + least
              + " and "
              + most
              + ": give 1 or more, and that or more up to "
              + GREATEST);
    }
    if (wanted < least || wanted > most) {
      throw new IllegalArgumentException(
          "parameter 'to' is " + wanted + ": give " + least + " to " + most);
    }
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when one is unknown, missing or out of its range
   */
  static ScaleParameters of(Command command) {
    SortedMap<String, String> given = command.parameters();
    given.keySet().stream()
        .filter(key -> !KNOWN.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "parameter '" + key + "' is unknown to deployment.scale: give some of " + KNOWN);
            });
    if (given.containsKey(BY) == given.containsKey(TO)) {
      throw new IllegalArgumentException("give exactly one of the parameters 'by' and 'to'");
    }
    int least = (int) observed(given, LEAST, "2");
    int most = (int) observed(given, MOST, "6");
    int from = (int) observed(given, FROM, "'{target[\"k8s.deployment.replicas.desired\"]}'");
    int wanted =
        given.containsKey(TO)
            ? (int) observed(given, TO, "2")
            : Math.max(least, Math.min(most, from + (int) observed(given, BY, "2")));
    return new ScaleParameters(
        wanted,
        least,
        most,
        from,
        observed(given, GENERATION, "'{target[\"k8s.deployment.generation\"]}'"),
        observed(given, IDENTITY, "'{target[\"k8s.deployment.identity\"]}'"),
        Math.min(
            command.limitMillis(),
            Optional.ofNullable(given.get(READY_TIMEOUT))
                .map(ScaleParameters::duration)
                .orElse(USUAL_READY_MILLIS)));
  }

  /**
   * What an outcome must tell so that the change can be undone: by the same action, and only while
   * the object is as it was right after.
   *
   * @param back how many replicas there were before
   * @param after the object after the change
   */
  SortedMap<String, String> undo(int back, DeploymentReading after) {
    SortedMap<String, String> undo = new TreeMap<>();
    undo.put("undo.action", DeploymentScale.ACTION);
    undo.put("undo." + TO, Integer.toString(back));
    undo.put("undo." + LEAST, Integer.toString(Math.min(least, back)));
    undo.put("undo." + MOST, Integer.toString(Math.max(most, back)));
    undo.put("undo." + FROM, Integer.toString(after.desired()));
    undo.put("undo." + GENERATION, Long.toString(after.generation()));
    undo.put("undo." + IDENTITY, Long.toString(Fingerprint.of(after.uid())));
    return undo;
  }

  private static long observed(SortedMap<String, String> given, String key, String example) {
    String text = given.get(key);
    if (text == null) {
      throw new IllegalArgumentException(
          "parameter '" + key + "' is missing: give it, such as " + key + ": " + example);
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "parameter '"
              + key
              + "' is '"
              + text
              + "', no whole number: it was given wrong, or changed while it was observed",
          e);
    }
  }

  private static long duration(String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "parameter 'ready_timeout' is '" + text + "': give one such as 60s"));
  }
}
