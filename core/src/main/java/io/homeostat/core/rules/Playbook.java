package io.homeostat.core.rules;

import io.homeostat.core.model.Check;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An action that may be proposed for a kind of incident.
 *
 * @param name unique within the rules
 * @param when CEL over {@code incident} (system, kinds: list of strings, entities: list of strings,
 *     severity, age in seconds): whether it applies
 * @param target what it acts on
 * @param action such as {@code pg-index.rebuild}
 * @param parameters the action's settings; one that is a series in braces is what the plan observes
 *     of that series of the target
 * @param require CEL over {@code target} (map from series to its newest mean), {@code symptom} (the
 *     entity whose failure is answered) and {@code peer}: the precondition on what is observed
 *     right before proposing; missing data makes it UNKNOWN
 * @param freshMillis the greatest age of the evidence at the instant of effect
 * @param deadlineMillis how long after the proposal it may still begin
 * @param limitMillis how long it may take
 * @param predicted the effect expected, for a person
 * @param undo how it is undone, or why it needs no undo
 * @param mostAttempts how often it may be tried for one incident
 * @param beforeMillis the window before the action
 * @param settleMillis the time between the effect and the window after
 * @param windowMillis the window after
 * @param checks what verifies it
 */
public record Playbook(
    String name,
    Condition when,
    PlaybookTarget target,
    String action,
    SortedMap<String, String> parameters,
    Condition require,
    long freshMillis,
    long deadlineMillis,
    long limitMillis,
    String predicted,
    String undo,
    int mostAttempts,
    long beforeMillis,
    long settleMillis,
    long windowMillis,
    List<CheckRule> checks) {

  public Playbook {
    checks = List.copyOf(checks);
  }

  /** The series that a setting stands for, if it is one in braces. */
  public static Optional<String> observed(String setting) {
    return setting.length() > 2 && setting.startsWith("{") && setting.endsWith("}")
        ? Optional.of(setting.substring(1, setting.length() - 1))
        : Optional.empty();
  }

  /**
   * One comparison that verifies.
   *
   * @param role what the series is to the action
   * @param entity whose; empty for the target itself
   * @param series the series
   * @param atMost see {@link Check#atMost}
   */
  public record CheckRule(Check.Role role, Optional<String> entity, String series, double atMost) {}
}
