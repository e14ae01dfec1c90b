package io.homeostat.core.model;

import java.util.List;

/**
 * How a table is built, as its database's catalogue has it: kept, so that the next reading shows
 * what was changed, also across a restart.
 *
 * @param entity the table, such as {@code pg-table:demo/rag/public.documents}
 * @param number what the database calls the table by, whatever its name; PostgreSQL's {@code oid}
 * @param count how many forms of the table were seen, this one included
 * @param readMillis when it was first read in this form
 * @param columns in their order
 * @param indexes those that may be used, by name
 * @param present whether the table is there; false once it was dropped
 */
public record TableShape(
    EntityId entity,
    long number,
    long count,
    long readMillis,
    List<Column> columns,
    List<Index> indexes,
    boolean present)
    implements Fact {
  public TableShape {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
  }

  /**
   * A column.
   *
   * @param number what the table calls it by, whatever its name
   * @param type such as {@code public.vector(384)}
   * @param required whether it is NOT NULL
   */
  public record Column(int number, String name, String type, boolean required) {}

  /**
   * An index.
   *
   * @param name without its schema
   * @param form its kind, operator classes and options, such as {@code hnsw vector_cosine_ops,
   *     m=16}
   * @param columns the numbers of its columns; 0 for an expression
   */
  public record Index(String name, String form, List<Integer> columns) {
    public Index {
      columns = List.copyOf(columns);
    }
  }

  /** Whether a table is built as this one is, whatever it is called. */
  public boolean builtAs(TableShape other) {
    return columns.equals(other.columns) && indexes.equals(other.indexes);
  }

  /** The same, as the form of that number that was seen. */
  public TableShape counted(long newCount) {
    return new TableShape(entity, number, newCount, readMillis, columns, indexes, present);
  }

  /** What is said of a table that is there no longer. */
  public static TableShape gone(EntityId entity, long readMillis) {
    return new TableShape(entity, 0, 0, readMillis, List.of(), List.of(), false);
  }
}
