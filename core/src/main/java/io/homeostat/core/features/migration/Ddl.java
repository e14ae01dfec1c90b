package io.homeostat.core.features.migration;

import io.homeostat.core.features.migration.Sketch.Loss;
import io.homeostat.core.features.migration.Sketch.Place;
import io.homeostat.core.features.migration.Sketch.Table;
import io.homeostat.core.model.TableShape.Column;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What statements do to tables, in the SQL of PostgreSQL and MySQL: CREATE, DROP and ALTER TABLE,
 * DROP SCHEMA, views that come under a table's name. What runs SQL that isn't seen here is noted.
 *
 * @param file the migration's
 * @param schema where tables without one are
 * @param sketch what is known so far
 */
record Ddl(String file, String schema, Sketch sketch) {
  private static final Set<String> CONSTRAINTS =
      Set.of(
          "constraint", "primary", "unique", "check", "foreign", "exclude", "like", "key", "index");

  /** Takes a statement in; the note for a person, where it can't be followed. */
  Optional<String> apply(Cursor statement) {
    if (statement.take("alter")) {
      statement.skip("foreign");
      if (statement.take("table")) {
        alterTable(statement);
      }
      return Optional.empty();
    }
    if (statement.take("drop")) {
      drop(statement);
      return Optional.empty();
    }
    if (statement.take("create")) {
      create(statement);
      return Optional.empty();
    }
    boolean hidden = statement.take("do") || statement.take("call") || statement.take("execute");
    return hidden
        ? Optional.of("what this runs can't be followed: see by hand whether it alters tables")
        : Optional.empty();
  }

  private void create(Cursor statement) {
    Place place = new Place(file, statement.line());
    statement.skip("or", "replace");
    statement.skip("global");
    statement.skip("local");
    statement.skip("unlogged");
    statement.skip("recursive");
    boolean own = statement.take("temporary") || statement.take("temp");
    boolean view = statement.take("materialized", "view") || statement.take("view");
    if (own || !(view || statement.take("table"))) {
      return;
    }
    boolean ifNotExists = statement.take("if", "not", "exists");
    String name = statement.qualified(schema);
    boolean there = sketch.has(name) && sketch.lost(name).isEmpty();
    if (name.isEmpty() || (ifNotExists && there)) {
      return;
    }
    boolean opaque = view || !statement.takeSign('(');
    Table table = sketch.create(name, place, opaque);
    if (!opaque) {
      for (Cursor part : statement.parts()) {
        define(table, part);
      }
    }
  }

  private void define(Table table, Cursor part) {
    Place place = new Place(file, part.line());
    String name = part.name();
    if (!name.isEmpty() && !CONSTRAINTS.contains(name)) {
      table.put(column(name, part), place);
    }
  }

  private static Column column(String name, Cursor rest) {
    String type = rest.type();
    boolean required =
        rest.ahead("not", "null") || rest.ahead("primary", "key") || type.endsWith("serial");
    return new Column(0, name, type, required);
  }

  private void drop(Cursor statement) {
    boolean ofSchema = statement.take("schema");
    boolean view = statement.take("materialized", "view") || statement.take("view");
    if (!ofSchema && !view && !statement.take("table")) {
      return;
    }
    statement.skip("if", "exists");
    for (Cursor part : statement.parts()) {
      Place place = new Place(file, part.line());
      if (ofSchema) {
        String name = part.name();
        sketch
            .of(name)
            .forEach(
                table ->
                    sketch.drop(table, place, "table " + table + " is dropped with its schema"));
      } else {
        String table = part.qualified(schema);
        sketch.drop(table, place, (view ? "view " : "table ") + table + " is dropped");
      }
    }
  }

  private void alterTable(Cursor statement) {
    statement.skip("if", "exists");
    statement.skip("only");
    String table = statement.qualified(schema);
    if (table.isEmpty()) {
      return;
    }
    var unused = statement.takeSign('*');
    for (Cursor action : statement.parts()) {
      table = alter(table, action);
    }
  }

  /** Takes an action in; the table's name after it. */
  private String alter(String table, Cursor action) {
    Place place = new Place(file, action.line());
    if (action.take("rename")) {
      return rename(table, action, place);
    } else if (action.take("set", "schema")) {
      String moved = action.name() + table.substring(table.indexOf('.'));
      sketch.rename(table, moved, place);
      return moved;
    } else if (action.take("drop")) {
      dropColumn(table, action, place);
    } else if (action.take("add")) {
      add(table, action, place);
    } else if (action.take("alter")) {
      action.skip("column");
      alterColumn(table, action.name(), action, place);
    } else if (action.take("modify")) {
      action.skip("column");
      sketch.table(table).put(column(action.name(), action), place);
    } else if (action.take("change")) {
      action.skip("column");
      String from = action.name();
      String to = action.name();
      lose(table, from, to, place);
      sketch.table(table).put(column(to, action), place);
    }
    return table;
  }

  private String rename(String table, Cursor action, Place place) {
    if (action.take("constraint")) {
      return table;
    }
    if (action.take("to") || action.take("as")) {
      String named = action.qualified(table.substring(0, table.indexOf('.')));
      sketch.rename(table, named, place);
      return named;
    }
    action.skip("column");
    String from = action.name();
    if (action.take("to")) {
      String to = action.name();
      Optional<Sketch.Known> known = Optional.ofNullable(sketch.table(table).columns().get(from));
      lose(table, from, to, place);
      known.ifPresent(
          was ->
              sketch
                  .table(table)
                  .put(new Column(0, to, was.column().type(), was.column().required()), place));
    }
    return table;
  }

  private void lose(String table, String from, String to, Place place) {
    if (!from.equals(to)) {
      sketch.table(table).drop(from, new Loss(place, "column " + from + " is renamed to " + to));
    }
  }

  private void dropColumn(String table, Cursor action, Place place) {
    boolean other =
        List.of("constraint", "primary", "foreign", "index", "key", "check", "partition").stream()
            .anyMatch(action::take);
    action.skip("column");
    action.skip("if", "exists");
    String column = action.name();
    if (!other && !column.isEmpty()) {
      sketch.table(table).drop(column, new Loss(place, "column " + column + " is dropped"));
    }
  }

  private void add(String table, Cursor action, Place place) {
    boolean named = action.take("column");
    boolean unlessThere = action.take("if", "not", "exists");
    if (action.takeSign('(')) {
      action.parts().forEach(part -> define(sketch.table(table), part));
      return;
    }
    String column = action.name();
    boolean constraint = !named && CONSTRAINTS.contains(column);
    boolean there = sketch.table(table).columns().containsKey(column);
    if (!constraint && !column.isEmpty() && !(unlessThere && there)) {
      sketch.table(table).put(column(column, action), place);
    }
  }

  private void alterColumn(String table, String column, Cursor action, Place place) {
    Optional<Column> known =
        Optional.ofNullable(sketch.table(table).columns().get(column)).map(Sketch.Known::column);
    String type = known.map(Column::type).orElse("");
    boolean required = known.map(Column::required).orElse(false);
    if (action.take("type") || action.take("set", "data", "type")) {
      sketch.table(table).put(new Column(0, column, action.type(), required), place);
    } else if (known.isPresent() && action.take("set", "not", "null")) {
      sketch.table(table).put(new Column(0, column, type, true), place);
    } else if (known.isPresent() && action.take("drop", "not", "null")) {
      sketch.table(table).put(new Column(0, column, type, false), place);
    }
  }
}
