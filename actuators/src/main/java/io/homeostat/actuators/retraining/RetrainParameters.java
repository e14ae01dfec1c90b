package io.homeostat.actuators.retraining;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings of {@code model.retrain}: what the planner says of the signal, and what a playbook
 * gives for the pipeline.
 *
 * @param signal the signal's id
 * @param kind such as {@code data-drift}
 * @param rule the rule that found it; may be empty
 * @param dataset what it was found in
 * @param began since when the data are other ones
 * @param explanation one sentence; may be empty
 * @param features what has drifted; may be empty
 * @param timeout the longest wait for one answer of the pipeline; all its answers together take no
 *     longer than the command may
 * @param own what is passed on to the pipeline as it is
 */
record RetrainParameters(
    String signal,
    String kind,
    String rule,
    EntityId dataset,
    Instant began,
    String explanation,
    List<String> features,
    Duration timeout,
    SortedMap<String, String> own) {

  private static final String OF_SIGNAL = "signal_";
  private static final String ID = OF_SIGNAL + "id";
  private static final String KIND = OF_SIGNAL + "kind";
  private static final String RULE = OF_SIGNAL + "rule";
  private static final String ENTITY = OF_SIGNAL + "entity";
  private static final String BEGAN = OF_SIGNAL + "began";
  private static final String EXPLANATION = OF_SIGNAL + "explanation";
  private static final String FEATURES = OF_SIGNAL + "features";
  private static final Set<String> OF_PLANNER =
      Set.of(ID, KIND, RULE, ENTITY, BEGAN, EXPLANATION, FEATURES);
  private static final String TIMEOUT = "timeout";

  /** For one command a pipeline is asked no more often, or for no longer than so many answers. */
  static final int MOST_ANSWERS = 8;

  private static final long USUAL_TIMEOUT_MILLIS = 10_000;
  private static final long LEAST_TIMEOUT_MILLIS = 1_000;

  RetrainParameters {
    features = List.copyOf(features);
    own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
  }

  /**
   * Reads them from a command.
   *
   * @throws IllegalArgumentException when one is missing, can't be read, or says something of a
   *     signal that is not known
   */
  static RetrainParameters of(Command command) {
    SortedMap<String, String> given = command.parameters();
    SortedMap<String, String> own = new TreeMap<>();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(OF_SIGNAL) && !OF_PLANNER.contains(key)) {
            throw new IllegalArgumentException(
                "parameter '"
                    + key
                    + "' is unknown: of those that begin with "
                    + OF_SIGNAL
                    + " there are "
                    + OF_PLANNER.stream().sorted().toList());
          }
          if (!key.equals(TIMEOUT) && !OF_PLANNER.contains(key)) {
            own.put(key, value);
          }
        });
    return new RetrainParameters(
        needed(given, ID),
        needed(given, KIND),
        given.getOrDefault(RULE, ""),
        dataset(needed(given, ENTITY)),
        began(needed(given, BEGAN)),
        given.getOrDefault(EXPLANATION, ""),
        Stream.of(given.getOrDefault(FEATURES, "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList(),
        Duration.ofMillis(
            Math.max(
                1,
                Math.min(
                    command.limitMillis() / MOST_ANSWERS,
                    Optional.ofNullable(given.get(TIMEOUT))
                        .map(RetrainParameters::timeout)
                        .orElse(USUAL_TIMEOUT_MILLIS)))),
        own);
  }

  private static String needed(SortedMap<String, String> given, String key) {
    String text = given.get(key);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "parameter '" + key + "' is missing: a plan for a model's signal gives it");
    }
    return text;
  }

  private static EntityId dataset(String text) {
    try {
      return EntityId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "parameter '" + ENTITY + "' can't be read: " + e.getMessage(), e);
    }
  }

  private static Instant began(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "parameter '"
              + BEGAN
              + "' is '"
              + text
              + "': it must be an instant such as 2026-05-04T10:15:30Z",
          e);
    }
  }

  private static long timeout(String text) {
    return Durations.parse(text)
        .filter(millis -> millis >= LEAST_TIMEOUT_MILLIS)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "parameter '" + TIMEOUT + "' is '" + text + "': give at least 1s"));
  }
}
