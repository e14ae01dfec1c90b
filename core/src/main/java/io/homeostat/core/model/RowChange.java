package io.homeostat.core.model;

import java.util.Optional;

/**
 * A change of one row, or of a whole table, as the database's own log tells it.
 *
 * @param table the table
 * @param operation what happened
 * @param position where the change stands in the database's log; grows (PostgreSQL: the LSN)
 * @param transaction the database's transaction id
 * @param committedMillis the database's time of commit, in milliseconds since 1970
 * @param key the row's key as a JSON object; empty for a truncate or a table without a key
 * @param before the old row as a JSON object, where the log holds it
 * @param after the new row as a JSON object, where there is one
 */
public record RowChange(
    EntityId table,
    Operation operation,
    long position,
    long transaction,
    long committedMillis,
    String key,
    Optional<String> before,
    Optional<String> after)
    implements Fact {

  /** What happened; READ is a row of a snapshot. */
  public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    READ
  }
}
