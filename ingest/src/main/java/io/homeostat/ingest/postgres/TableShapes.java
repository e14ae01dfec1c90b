package io.homeostat.ingest.postgres;

import io.homeostat.core.model.TableShape;
import io.homeostat.core.model.TableShape.Column;
import io.homeostat.core.model.TableShape.Index;
import io.homeostat.ingest.shape.ShapeListener;
import io.homeostat.ingest.shape.ShapeReading;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How all tables of the database are built: their columns and their valid indexes, in one
 * statement, which asks the catalogue alone and needs no lock on any table. Partitions are left
 * out, as they are built as their table is; so are temporary tables.
 */
final class TableShapes implements Group {
  private static final int MOST = 5_000;
  private static final String SQL =
      """
      SELECT c.oid::int8 AS number, n.nspname || '.' || c.relname AS name,
        a.numbers, a.names, a.types, a.required, i.indexes, i.forms, i.columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
          SELECT array_agg(attnum::int4 ORDER BY attnum) AS numbers, array_agg(attname::text ORDER BY attnum) AS names,
            array_agg(format_type(atttypid, atttypmod) ORDER BY attnum) AS types,
            array_agg(attnotnull ORDER BY attnum) AS required
          FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a
        CROSS JOIN LATERAL (
          SELECT array_agg(x.relname::text ORDER BY x.relname) AS indexes,
            array_agg(CASE WHEN k.indisprimary THEN 'primary key ' WHEN k.indisunique THEN 'unique ' ELSE '' END
              || CASE WHEN k.indpred IS NULL THEN '' ELSE 'partial ' END || m.amname || ' '
              || (SELECT string_agg(o.opcname, ', ' ORDER BY u.place)
                  FROM unnest(k.indclass::oid[]) WITH ORDINALITY AS u(class, place) JOIN pg_opclass o ON o.oid = u.class)
              || coalesce(', ' || array_to_string(x.reloptions, ', '), '') ORDER BY x.relname) AS forms,
            array_agg(array_to_string(k.indkey::int2[], ' ') ORDER BY x.relname) AS columns
          FROM pg_index k JOIN pg_class x ON x.oid = k.indexrelid JOIN pg_am m ON m.oid = x.relam
          WHERE k.indrelid = c.oid AND k.indisvalid) i
      WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND NOT c.relispartition AND ${schemas}
      ORDER BY c.oid LIMIT ?
      """;

  private final Relations relations;
  private final ShapeListener listener;
  private final List<String> scope;

  /**
   * Nothing was read yet.
   *
   * @param schemas the schemas; none for all that are not PostgreSQL's own
   * @param scope the path of the tables but for their names
   */
  TableShapes(List<String> schemas, List<String> scope, ShapeListener listener) {
    this.relations = new Relations(schemas, MOST + 1);
    this.scope = List.copyOf(scope);
    this.listener = listener;
  }

  @Override
  public String name() {
    return "shapes";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  @Override
  public Beat beat() {
    return Beat.OFTEN;
  }

  /** A standby's tables are its primary's. */
  @Override
  public boolean holdsFor(Server server) {
    return !server.standby();
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    List<TableShape> shapes = new ArrayList<>();
    relations.read(session, SQL, row -> shapes.add(shape(row, readings, session.nowMillis())));
    if (shapes.size() > MOST) {
      throw new SQLException(
          "there are more than " + MOST + " tables: name the schemas whose tables matter");
    }
    listener.take(
        new ShapeReading(
            readings.database(session.server().database()),
            scope,
            relations.schemas(),
            shapes,
            session.nowMillis()));
  }

  private static TableShape shape(ResultSet row, Readings readings, long nowMillis)
      throws SQLException {
    return new TableShape(
        readings.entity("pg-table", row.getString("name")),
        row.getLong("number"),
        1,
        nowMillis,
        columns(row),
        indexes(row),
        true);
  }

  private static List<Column> columns(ResultSet row) throws SQLException {
    Integer[] numbers = items(row, "numbers", new Integer[0]);
    String[] names = items(row, "names", new String[0]);
    String[] types = items(row, "types", new String[0]);
    Boolean[] required = items(row, "required", new Boolean[0]);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      columns.add(new Column(numbers[i], names[i], types[i], required[i]));
    }
    return columns;
  }

  private static List<Index> indexes(ResultSet row) throws SQLException {
    String[] names = items(row, "indexes", new String[0]);
    String[] forms = items(row, "forms", new String[0]);
    String[] columns = items(row, "columns", new String[0]);
    List<Index> indexes = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      List<Integer> numbers =
          Arrays.stream(columns[i].split(" ", -1))
              .filter(each -> !each.isEmpty())
              .map(Integer::valueOf)
              .toList();
      indexes.add(new Index(names[i], forms[i], numbers));
    }
    return indexes;
  }

  /** The items of an array; none where there is no row to aggregate. */
  @SuppressWarnings("unchecked")
  private static <T> T[] items(ResultSet row, String name, T[] none) throws SQLException {
    Array array = row.getArray(name);
    return array == null ? none : (T[]) array.getArray();
  }
}
