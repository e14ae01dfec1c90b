package io.homeostat.console.api;

import com.linecorp.armeria.common.QueryParams;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A request's query, of which every parameter is known. */
final class Parameters {
  private final QueryParams query;

  /**
   * The query.
   *
   * @throws IllegalArgumentException when it has a parameter that is not known
   */
  Parameters(QueryParams query, Set<String> known) {
    this.query = query;
    query.names().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "parameter '" + name + "' is not known; there are " + new TreeSet<>(known));
            });
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A whole number from 1 to {@code highest}, if it is there. */
  Optional<Long> number(String name, long highest) {
    return text(name).map(text -> number(name, text, highest));
  }

  private static long number(String name, String text, long highest) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " '" + text + "' is no whole number", e);
    }
    throw new IllegalArgumentException(name + " '" + text + "' must be from 1 to " + highest);
  }
}
