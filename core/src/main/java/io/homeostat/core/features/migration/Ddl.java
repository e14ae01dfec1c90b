package io.homeostat.core.features.migration;

import io.homeostat.core.features.migration.Sketch.Loss;
import io.homeostat.core.features.migration.Sketch.Place;
import io.homeostat.core.features.migration.Sketch.Table;
import io.homeostat.core.model.TableShape.Column;
import java.util.List;
import java.util.Optional;

/**
 * What statements do to tables, in the SQL of PostgreSQL and MySQL: CREATE, DROP and ALTER TABLE,
 * DROP SCHEMA, views that come under a table's name. What runs SQL that isn't seen here is noted.
 *
 * @param file the migration's
 * @param schema where tables without one are
 * @param sketch what is known so far
 */
record Ddl(String file, String schema, Sketch sketch) {
  private static final String UNFOLLOWED =
      "what this does can't be followed: see by hand whether it alters tables";

  /** Takes a statement in; the note for a person, where it can't be followed. */
  Optional<String> apply(Cursor statement) {
    if (statement.take("alter")) {
      statement.skip("foreign");
      if (statement.take("table")) {
        alterTable(statement);
      }
      return statement.take("schema") ? Optional.of(UNFOLLOWED) : Optional.empty();
    }
    if (statement.take("drop")) {
      statement.skip("foreign");
      return drop(statement);
    }
    if (statement.take("rename", "table")) {
      renameTables(statement);
      return Optional.empty();
    }
    if (statement.take("use") || statement.take("set", "search_path")) {
      return Optional.of(
          "names without a schema are taken for those of '" + schema + "' here, too: see --schema");
    }
    if (statement.take("create")) {
      create(statement);
      return Optional.empty();
    }
    boolean hidden = statement.take("do") || statement.take("call") || statement.take("execute");
    return hidden ? Optional.of(UNFOLLOWED) : Optional.empty();
  }

  /** MySQL's: several at once, one after the other. */
  private void renameTables(Cursor statement) {
    for (Cursor part : statement.parts()) {
      Place place = new Place(file, part.line());
      String from = part.qualified(schema);
      if (!from.isEmpty() && part.take("to")) {
        sketch.rename(from, part.qualified(schema), place);
      }
    }
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
    boolean listed = !view && statement.takeSign('(') && !statement.take("like");
    boolean opaque = !listed || statement.ahead("inherits") || statement.ahead("as", "select");
    Table table = sketch.create(name, place, opaque);
    if (!opaque) {
      for (Cursor part : statement.parts()) {
        define(table, part);
      }
    }
  }

  private void define(Table table, Cursor part) {
    Place place = new Place(file, part.line());
    if (part.constraint()) {
      primaryKey(table, part, place);
      return;
    }
    String name = part.name();
    if (!name.isEmpty()) {
      table.put(column(name, part), place);
    }
  }

  /** The columns of a primary key are NOT NULL. */
  private static void primaryKey(Table table, Cursor part, Place place) {
    if (part.take("constraint")) {
      var unused = part.name();
    }
    if (part.take("primary", "key") && part.takeSign('(')) {
      for (Cursor column : part.parts()) {
        table
            .known(column.name())
            .map(Sketch.Known::column)
            .ifPresent(was -> table.put(new Column(0, was.name(), was.type(), true), place));
      }
    }
  }

  private static Column column(String name, Cursor rest) {
    String type = rest.type();
    boolean required =
        rest.ahead("not", "null")
            || rest.ahead("primary", "key")
            || rest.ahead("as", "identity")
            || type.endsWith("serial");
    return new Column(0, name, type, required);
  }

  private Optional<String> drop(Cursor statement) {
    if (statement.take("database")) {
      return Optional.of(UNFOLLOWED);
    }
    boolean ofSchema = statement.take("schema");
    boolean view = statement.take("materialized", "view") || statement.take("view");
    if (!ofSchema && !view && !statement.take("table")) {
      return Optional.empty();
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
    return Optional.empty();
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
    boolean column = action.take("column");
    String from = action.name();
    if (action.take("to")) {
      String to = action.name();
      Optional<Column> known = sketch.table(table).known(from).map(Sketch.Known::column);
      lose(table, from, to, place);
      String type = known.map(Column::type).orElse(Sketch.UNKNOWN);
      sketch
          .table(table)
          .put(new Column(0, to, type, known.map(Column::required).orElse(false)), place);
    } else if (!column && action.done()) {
      String named = table.substring(0, table.indexOf('.') + 1) + from;
      sketch.rename(table, named, place);
      return named;
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
    if (!named && action.constraint()) {
      primaryKey(sketch.table(table), action, place);
      return;
    }
    String column = action.name();
    boolean there = sketch.table(table).known(column).isPresent();
    if (!column.isEmpty() && !(unlessThere && there)) {
      sketch.table(table).put(column(column, action), place);
    }
  }

  private void alterColumn(String table, String column, Cursor action, Place place) {
    Optional<Column> known = sketch.table(table).known(column).map(Sketch.Known::column);
    String name = sketch.table(table).own(column);
    String type = known.map(Column::type).orElse(Sketch.UNKNOWN);
    boolean required = known.map(Column::required).orElse(false);
    if (action.take("type") || action.take("set", "data", "type")) {
      sketch.table(table).put(new Column(0, name, action.type(), required), place);
    } else if (known.isPresent() && action.take("set", "not", "null")) {
      sketch.table(table).put(new Column(0, name, type, true), place);
    } else if (known.isPresent() && action.take("drop", "not", "null")) {
      sketch.table(table).put(new Column(0, name, type, false), place);
    }
  }
}
