package io.homeostat.actuators.postgres;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Command;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of {@code pg-index.rebuild}, as a playbook gives them.
 *
 * @param maxLeafDensity an index whose leaf pages are fuller than this, in percent, needs no
 *     rebuild
 * @param maxIndexBytes the greatest size that is rebuilt where the free disk space can't be known
 * @param lockMillis the longest wait for a lock or for an old transaction
 * @param statementMillis the longest that the rebuild may take; never longer than the command's
 *     limit
 * @param oldTransactionMillis it does not begin while a transaction older than this is open
 * @param expectedSystem the cluster's system identifier, if the command names it
 * @param expectedDatabase the database's object id, if the command names it
 * @param expectedIndex the index's object id, if the command names it
 */
record RebuildParameters(
    double maxLeafDensity,
    long maxIndexBytes,
    long lockMillis,
    long statementMillis,
    long oldTransactionMillis,
    Optional<Long> expectedSystem,
    Optional<Long> expectedDatabase,
    Optional<Long> expectedIndex) {

  private static final String MAX_LEAF_DENSITY = "max_leaf_density";
  private static final String MAX_INDEX_BYTES = "max_index_bytes";
  private static final String LOCK_TIMEOUT = "lock_timeout";
  private static final String STATEMENT_TIMEOUT = "statement_timeout";
  private static final String MAX_TRANSACTION_AGE = "max_transaction_age";
  private static final String EXPECTED_SYSTEM = "expected_system_identifier";
  private static final String EXPECTED_DATABASE = "expected_database_oid";
  private static final String EXPECTED_INDEX = "expected_index_oid";
  private static final Set<String> KNOWN =
      Set.of(
          MAX_LEAF_DENSITY,
          MAX_INDEX_BYTES,
          LOCK_TIMEOUT,
          STATEMENT_TIMEOUT,
          MAX_TRANSACTION_AGE,
          EXPECTED_SYSTEM,
          EXPECTED_DATABASE,
          EXPECTED_INDEX);
  private static final double USUAL_MAX_LEAF_DENSITY = 70;
  private static final long USUAL_MAX_INDEX_BYTES = 1L << 30;
  private static final long USUAL_LOCK_MILLIS = 5_000;
  private static final long USUAL_OLD_TRANSACTION_MILLIS = 60_000;

  RebuildParameters {
    require(maxLeafDensity > 0 && maxLeafDensity <= 100, MAX_LEAF_DENSITY, maxLeafDensity, "0–100");
    require(maxIndexBytes > 0, MAX_INDEX_BYTES, maxIndexBytes, "more than 0");
    require(lockMillis > 0, LOCK_TIMEOUT, lockMillis + "ms", "more than 0s");
    require(statementMillis > 0, STATEMENT_TIMEOUT, statementMillis + "ms", "more than 0s");
  }

  /**
   * Reads them from a command.
   *
   * @throws IllegalArgumentException when one is unknown or can't be read
   */
  static RebuildParameters of(Command command) {
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
    return new RebuildParameters(
        find(values, MAX_LEAF_DENSITY).map(RebuildParameters::real).orElse(USUAL_MAX_LEAF_DENSITY),
        whole(values, MAX_INDEX_BYTES).orElse(USUAL_MAX_INDEX_BYTES),
        duration(values, LOCK_TIMEOUT).orElse(USUAL_LOCK_MILLIS),
        Math.min(
            duration(values, STATEMENT_TIMEOUT).orElse(command.limitMillis()),
            command.limitMillis()),
        duration(values, MAX_TRANSACTION_AGE).orElse(USUAL_OLD_TRANSACTION_MILLIS),
        whole(values, EXPECTED_SYSTEM),
        whole(values, EXPECTED_DATABASE),
        whole(values, EXPECTED_INDEX));
  }

  private static Optional<String> find(Map<String, String> values, String key) {
    return Optional.ofNullable(values.get(key));
  }

  private static double real(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no number", e);
    }
  }

  private static Optional<Long> whole(Map<String, String> values, String key) {
    return find(values, key)
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                    "parameter '" + key + "' is '" + text + "': give a whole number", e);
              }
            });
  }

  private static Optional<Long> duration(Map<String, String> values, String key) {
    return find(values, key)
        .map(
            text ->
                Durations.parse(text)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "parameter '" + key + "' is '" + text + "': give one such as 5s")));
  }

  private static void require(boolean right, String key, Object value, String range) {
    if (!right) {
      throw new IllegalArgumentException("parameter '" + key + "' is " + value + ": give " + range);
    }
  }
}
