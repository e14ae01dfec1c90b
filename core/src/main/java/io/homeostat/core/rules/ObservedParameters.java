package io.homeostat.core.rules;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A playbook's parameters that stand for what the plan has observed of its target, written {@code
 * '{target["patroni.timeline"]}'}: the command then carries the observed value, and the actuator
 * can refuse once the target is no longer as it was when the plan was made.
 */
public final class ObservedParameters {
  private static final Pattern OBSERVED =
      Pattern.compile("\\{\\s*target\\[\\s*(?:\"([^\"\\\\]+)\"|'([^'\\\\]+)')\\s*\\]\\s*\\}");
  private static final double LARGEST_WHOLE = 1L << 53;

  private ObservedParameters() {}

  /** The series that a value stands for; empty for a value that means itself. */
  static Optional<String> series(String value) {
    Matcher matcher = OBSERVED.matcher(value);
    return matcher.matches()
        ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
        : Optional.empty();
  }

  /** Whether a value looks as if it should stand for a series, and does not. */
  static boolean malformed(String value) {
    return value.startsWith("{") && series(value).isEmpty();
  }

  /** The series of the target that the parameters stand for, sorted. */
  public static List<String> series(SortedMap<String, String> parameters) {
    return parameters.values().stream()
        .flatMap(value -> series(value).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The parameters with what was observed in its place.
   *
   * @param observed values by series; whole ones are written without a fraction
   * @throws IllegalArgumentException when one was not observed
   */
  public static SortedMap<String, String> fill(
      SortedMap<String, String> parameters, Map<String, Double> observed) {
    TreeMap<String, String> filled = new TreeMap<>();
    parameters.forEach(
        (name, value) ->
            filled.put(
                name,
                series(value)
                    .map(series -> text(name, series, observed.get(series)))
                    .orElse(value)));
    return Collections.unmodifiableSortedMap(filled);
  }

  private static String text(String name, String series, @Nullable Double value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' stands for " + series + ", which was not observed");
    }
    boolean whole = value == StrictMath.rint(value) && StrictMath.abs(value) <= LARGEST_WHOLE;
    return whole ? Long.toString(value.longValue()) : value.toString();
  }
}
