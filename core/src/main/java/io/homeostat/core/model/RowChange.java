package io.homeostat.core.model;

import java.util.Optional;

/**
 * A change of one row, or of a whole table, as the database's own log tells it; or a record of
 * features that was served, as its sender tells it.
 *
 * @param table the table; of a record, what its sender calls the whole of them, such as {@code
 *     feature-set:prod/ranker/online}
 * @param operation what happened
 * @param position where the change stands in the database's log; grows (PostgreSQL: the LSN); 0 for
 *     a record, which is in none
 * @param transaction the database's transaction id; 0 for a record
 * @param committedMillis the database's time of commit, or the sender's time of a record, in
 *     milliseconds since 1970
 * @param key the row's key as a JSON object; empty for a truncate, a table without a key or a
 *     record without an id
 * @param before the old row as a JSON object, where the log holds it
 * @param after the new row as a JSON object of at most {@value #LONGEST_ROW} characters, where
 *     there is one
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
  /** The most characters of a row as a JSON object. */
  public static final int LONGEST_ROW = 4_096;

  /** What happened; READ is a row of a snapshot. */
  public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    READ
  }

  /**
   * A record of features that was served: written once, and in no database's log.
   *
   * @param timeMillis the sender's time, in milliseconds since 1970
   * @param key its key as a JSON object; may be empty
   * @param values its values as a JSON object
   */
  public static RowChange ofRecord(EntityId table, long timeMillis, String key, String values) {
    return new RowChange(
        table, Operation.INSERT, 0, 0, timeMillis, key, Optional.empty(), Optional.of(values));
  }

  /** Whether a database's log tells of it; if not, no table was changed. */
  public boolean logged() {
    return position > 0;
  }
}
