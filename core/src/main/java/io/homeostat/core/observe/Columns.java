package io.homeostat.core.observe;

import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The series of an entity, each in its column. Immutable; entities with the same series share one
 * object, which remembers where the series of the last few frames stand, so that the work per frame
 * is a loop over arrays.
 */
public final class Columns {
  /** No series. */
  public static final Columns NONE = new Columns(List.of());

  private static final int MOST_SHARED = 10_000;
  private static final int MOST_PLACEMENTS = 8;
  private static final Map<List<String>, Columns> shared = new ConcurrentHashMap<>();

  private final List<String> names;
  private final Map<String, Integer> columns = new HashMap<>();
  private volatile Placement[] placements = {};

  private Columns(List<String> names) {
    this.names = names;
    for (int i = 0; i < names.size(); i++) {
      columns.putIfAbsent(names.get(i), i);
    }
  }

  /** The columns of these series, in this order. */
  public static Columns of(List<String> names) {
    Columns present = shared.get(names);
    if (present != null) {
      return present;
    }
    Columns created = new Columns(List.copyOf(names));
    if (shared.size() < MOST_SHARED) {
      shared.putIfAbsent(created.names, created);
    }
    return created;
  }

  public int size() {
    return names.size();
  }

  public List<String> names() {
    return names;
  }

  /** The column of a series; −1 when it has none. */
  public int indexOf(String series) {
    return columns.getOrDefault(series, -1);
  }

  /** Where the series of a frame stand. */
  public Placement place(SeriesNames series) {
    Placement[] known = placements;
    for (Placement placement : known) {
      if (placement.series().equals(series)) {
        return placement;
      }
    }
    return remember(known, series);
  }

  private Placement remember(Placement[] known, SeriesNames series) {
    List<Placement> next = new ArrayList<>(MOST_PLACEMENTS);
    Placement created = Placement.of(this, series);
    next.add(created);
    for (Placement placement : known) {
      if (next.size() < MOST_PLACEMENTS) {
        next.add(placement);
      }
    }
    placements = next.toArray(new Placement[0]);
    return created;
  }
}
