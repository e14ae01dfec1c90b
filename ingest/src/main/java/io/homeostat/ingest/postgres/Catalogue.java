package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the catalogue of one database says is there; it is read whole, or nothing follows. */
final class Catalogue {
  /** The most tables, and the most indexes, of a database. */
  private static final int MOST = 5_000;

  private static final String TABLES =
      """
      SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'm') AND ${free} AND ${schemas} ORDER BY c.oid LIMIT ?
      """;

  /** Without the twins of indexes that are being rebuilt. */
  private static final String INDEXES =
      """
      SELECT n.nspname || '.' || c.relname AS name, tn.nspname || '.' || t.relname AS of_table
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      WHERE t.relkind IN ('r', 'p', 'm') AND ${free} AND ${schemas}
        AND NOT (NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$')
      ORDER BY c.oid LIMIT ?
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT n.nspname || '.' || c.relname AS name, tn.nspname || '.' || t.relname AS of_table
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND ${free} AND ${schemas} ORDER BY k.oid LIMIT ?
      """;
  private static final String PARTITIONS =
      """
      SELECT n.nspname || '.' || c.relname AS name, tn.nspname || '.' || t.relname AS of_table
      FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = h.inhparent JOIN pg_namespace tn ON tn.oid = t.relnamespace
      WHERE c.relkind IN ('r', 'p') AND ${free} AND ${schemas} ORDER BY c.oid LIMIT ?
      """;

  private Catalogue() {}

  static Finding read(String source, Look look, EntityId database, Session session)
      throws SQLException {
    Relations relations = new Relations(look.target().schemas(), MOST + 1);
    List<String> tables = new ArrayList<>();
    relations.read(session, TABLES, row -> tables.add(row.getString("name")));
    List<Edge> parts = edges(session, relations, INDEXES, "pg-index", Edge.Kind.PART_OF, look);
    if (tables.size() > MOST || parts.size() > MOST) {
      return new Finding.Unseen(
          source, "there are more than " + MOST + " tables or indexes: name the schemas");
    }
    Set<EntityId> entities = new HashSet<>();
    Set<Edge> edges = new HashSet<>(parts);
    for (String name : tables) {
      EntityId table = entity("pg-table", look, name);
      entities.add(table);
      edges.add(new Edge(table, Edge.Kind.PART_OF, database));
    }
    parts.forEach(part -> entities.add(part.from()));
    edges.addAll(edges(session, relations, FOREIGN_KEYS, "pg-table", Edge.Kind.DEPENDS_ON, look));
    edges.addAll(edges(session, relations, PARTITIONS, "pg-table", Edge.Kind.PART_OF, look));
    return new Finding.Seen(source, entities, edges);
  }

  private static List<Edge> edges(
      Session session, Relations relations, String sql, String kind, Edge.Kind how, Look look)
      throws SQLException {
    List<Edge> edges = new ArrayList<>();
    relations.read(
        session,
        sql,
        row ->
            edges.add(
                new Edge(
                    entity(kind, look, row.getString("name")),
                    how,
                    entity("pg-table", look, row.getString("of_table")))));
    return edges;
  }

  private static EntityId entity(String kind, Look look, String name) {
    List<String> path = new ArrayList<>(look.scope());
    path.add(name);
    return new EntityId(kind, path);
  }
}
