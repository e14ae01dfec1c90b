package io.homeostat.core.lane;

import java.util.Optional;

/**
 * One lane's state, as a fold reads and changes it. A value that was just read may be changed in
 * place, and is then declared by {@link #put}; no reference is kept from one record to the next.
 */
public interface Cells {

  /** The value of a key, if there is one. */
  <V> Optional<V> get(Table<V> table, String key);

  /** Sets the value of a key, or declares that the one just read was changed in place. */
  <V> void put(Table<V> table, String key, V value);

  /** Forgets a key. */
  void remove(Table<?> table, String key);
}
