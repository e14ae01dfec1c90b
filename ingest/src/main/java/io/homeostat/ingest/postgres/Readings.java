package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one round of a probe has read, by entity; counters become the increase since the round
 * before.
 */
final class Readings {
  private final List<String> scope;
  private final SortedMap<EntityId, SortedMap<String, Double>> values = new TreeMap<>();
  private final Map<String, Double> countersBefore;
  private final Map<String, Double> counters = new HashMap<>();

  /**
   * An empty round.
   *
   * @param target the scope of the entities, such as {@code demo/rag}
   * @param countersBefore what {@link #counters} gave in the round before
   */
  Readings(String target, Map<String, Double> countersBefore) {
    this.scope = List.of(target.split("/"));
    this.countersBefore = countersBefore;
  }

  /** The instance itself, such as {@code postgres:demo/rag}. */
  EntityId instance() {
    return new EntityId("postgres", scope);
  }

  /** An entity of the instance, such as {@code pg-index:demo/rag/public.documents_pkey}. */
  EntityId entity(String kind, String name) {
    List<String> path = new ArrayList<>(scope);
    path.add(name);
    return new EntityId(kind, path);
  }

  /** A value as it is now; one that is not a finite number says nothing and is left out. */
  void gauge(EntityId entity, String series, double value) {
    if (Double.isFinite(value)) {
      values.computeIfAbsent(entity, key -> new TreeMap<>()).put(series, value);
    }
  }

  /**
   * A number that only grows: its increase since the round before; nothing in the first round and
   * after a reset.
   */
  void counter(EntityId entity, String series, double total) {
    String key = entity.text() + ' ' + series;
    counters.put(key, total);
    Double before = countersBefore.get(key);
    if (before != null && total >= before) {
      gauge(entity, series, total - before);
    }
  }

  /** The totals of this round's counters. */
  Map<String, Double> counters() {
    return counters;
  }

  /** One frame for each entity. */
  List<MetricFrame> frames(long timeMillis) {
    List<MetricFrame> frames = new ArrayList<>();
    values.forEach(
        (entity, series) ->
            frames.add(
                new MetricFrame(
                    entity,
                    timeMillis,
                    timeMillis,
                    SeriesNames.of(List.copyOf(series.keySet())),
                    series.values().stream().mapToDouble(Double::doubleValue).toArray())));
    return frames;
  }
}
