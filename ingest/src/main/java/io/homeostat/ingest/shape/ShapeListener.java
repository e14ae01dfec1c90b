package io.homeostat.ingest.shape;

/** Takes readings of how the tables of a database are built. */
@FunctionalInterface
public interface ShapeListener {
  /** Takes a reading. */
  void take(ShapeReading reading);
}
