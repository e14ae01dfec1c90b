package io.homeostat.ingest.shape;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.TableShape;
import java.util.List;

/**
 * How all tables were built that one looked at.
 *
 * @param database what they are part of
 * @param scope the path of the tables but for their names
 * @param schemas which schemas one looked at; none for all
 * @param tables all of them
 * @param atMillis when
 */
public record ShapeReading(
    EntityId database,
    List<String> scope,
    List<String> schemas,
    List<TableShape> tables,
    long atMillis) {
  public ShapeReading {
    scope = List.copyOf(scope);
    schemas = List.copyOf(schemas);
    tables = List.copyOf(tables);
  }

  /** Whether it would show a table if it were there. */
  boolean shows(TableShape table) {
    return schemas.isEmpty() || schemas.contains(schema(table));
  }

  /** The schema that a table is in, by its name. */
  static String schema(TableShape table) {
    String name = table.entity().name();
    return name.substring(0, Math.max(0, name.indexOf('.')));
  }
}
