package io.homeostat.core.lane;

import java.util.function.BiConsumer;

/** One lane's state as a shell holds it: what a fold sees, and the whole of it for export. */
public interface LaneCells extends Cells {

  /** Every entry of a table, in any order. */
  <V> void forEach(Table<V> table, BiConsumer<String, V> visitor);
}
