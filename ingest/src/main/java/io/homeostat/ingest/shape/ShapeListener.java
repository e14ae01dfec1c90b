package io.homeostat.ingest.shape;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.TableShape;
import java.util.List;

/** Takes readings of how the tables of a database are built. */
@FunctionalInterface
public interface ShapeListener {
  /**
   * Takes a reading of all tables.
   *
   * @param database what they are part of
   * @param scope the path of the tables but for their names
   */
  void take(EntityId database, List<String> scope, List<TableShape> now, long nowMillis);
}
