package io.homeostat.core.features.migration;

import io.homeostat.core.model.TableShape.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a database's tables while a migration goes on: what it says itself, and what
 * contracts say was there before.
 */
final class Sketch {
  /** The type of a column that was made before, by nothing that is known here. */
  static final String UNKNOWN = "";

  private final Map<String, Table> tables = new HashMap<>();
  private final Map<String, Loss> lostTables = new HashMap<>();

  /** A place in a migration; line 0 for what was there before. */
  record Place(String file, int line) {
    static final Place BEFORE = new Place("", 0);
  }

  /** A column, and where it was touched last. */
  record Known(Column column, Place place) {}

  /** Where and how something went, in words. */
  record Loss(Place place, String words) {}

  /**
   * A table.
   *
   * @param columns those that are known, by name
   * @param lost how columns that were there went, by name
   * @param made where
   * @param opaque whether nothing is known of its columns: of a view, of CREATE TABLE AS or LIKE,
   *     of one that was made before
   */
  record Table(Map<String, Known> columns, Map<String, Loss> lost, Place made, boolean opaque) {
    Table(Place made, boolean opaque) {
      this(new HashMap<>(), new HashMap<>(), made, opaque);
    }

    void put(Column column, Place place) {
      columns.put(column.name(), new Known(column, place));
      lost.remove(column.name());
    }

    void drop(String column, Loss loss) {
      String own = own(column);
      columns.remove(own);
      lost.put(own, loss);
    }

    Optional<Known> known(String column) {
      return Optional.ofNullable(columns.get(own(column)));
    }

    /** As a contract writes it: MySQL's names are the same in any case. */
    String own(String column) {
      return columns.containsKey(column)
          ? column
          : columns.keySet().stream()
              .filter(each -> each.equalsIgnoreCase(column))
              .min(Comparator.naturalOrder())
              .orElse(column);
    }
  }

  /** The table of a name; one of which nothing is known is there, with columns to be known. */
  Table table(String name) {
    return tables.computeIfAbsent(name, none -> new Table(Place.BEFORE, false));
  }

  /** How the table of a name went, if it did and none has come in its place. */
  Optional<Loss> lost(String name) {
    return Optional.ofNullable(lostTables.get(name));
  }

  /** Whether the migration or a contract has told of a table that is there. */
  boolean has(String name) {
    return tables.containsKey(name);
  }

  /** A new table or view, without columns. */
  Table create(String name, Place place, boolean opaque) {
    Table table = new Table(place, opaque);
    tables.put(name, table);
    lostTables.remove(name);
    return table;
  }

  void drop(String name, Place place, String words) {
    tables.remove(name);
    lostTables.put(name, new Loss(place, words));
  }

  void rename(String from, String to, Place place) {
    Table moved = has(from) ? table(from) : new Table(place, true);
    drop(from, place, "table " + from + " is renamed to " + to);
    tables.put(to, moved);
    lostTables.remove(to);
  }

  /** The names of a schema's tables. */
  List<String> of(String schema) {
    return tables.keySet().stream().filter(name -> name.startsWith(schema + ".")).sorted().toList();
  }
}
