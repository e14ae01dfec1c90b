package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one round of a probe has read, by entity. Counters become the increase since the reading
 * before, which each group has of its own.
 */
final class Readings {
  private static final double MILLIS = 1_000;

  /** A counter as it was read. */
  private record Total(double value, long atMillis) {}

  /** The counters of each group, kept from round to round by the probe. */
  static final class Counters {
    private final Map<String, Map<String, Total>> byGroup = new HashMap<>();

    /** Forgets all, as after a connection was lost: what comes next has nothing before it. */
    void clear() {
      byGroup.clear();
    }
  }

  private final List<String> instanceScope;
  private final List<String> scope;
  private final Counters counters;
  private final long atMillis;
  private final SortedMap<EntityId, SortedMap<String, Double>> values = new TreeMap<>();
  private final List<LogEntry> notes = new ArrayList<>();
  private Map<String, Total> before = Map.of();
  private Map<String, Total> now = new HashMap<>();

  /**
   * An empty round.
   *
   * @param instance the path of the instance, such as {@code demo/rag}
   * @param scope the scope of what is in the database: the instance's path, and the database's name
   *     where several are read
   * @param counters what stands from rounds before
   * @param atMillis when the round began
   */
  Readings(String instance, List<String> scope, Counters counters, long atMillis) {
    this.instanceScope = List.of(instance.split("/"));
    this.scope = List.copyOf(scope);
    this.counters = counters;
    this.atMillis = atMillis;
  }

  /** Begins the part of a group: its counters are compared with its own. */
  void begin(String group) {
    before = counters.byGroup.getOrDefault(group, Map.of());
    now = new HashMap<>();
  }

  /** Ends the part of a group that was read whole. */
  void end(String group) {
    counters.byGroup.put(group, now);
  }

  /** The instance itself, such as {@code postgres:demo/rag}. */
  EntityId instance() {
    return new EntityId("postgres", instanceScope);
  }

  /** A database of the instance, such as {@code pg-database:demo/rag/rag}. */
  EntityId database(String name) {
    return within("pg-database", instanceScope, name);
  }

  /** What is in the database, such as {@code pg-index:demo/rag/public.documents_pkey}. */
  EntityId entity(String kind, String name) {
    return within(kind, scope, name);
  }

  /** A value as it is now; one that is not a finite number says nothing and is left out. */
  void gauge(EntityId entity, String series, double value) {
    if (Double.isFinite(value)) {
      values.computeIfAbsent(entity, key -> new TreeMap<>()).put(series, value);
    }
  }

  /** One or zero. */
  void flag(EntityId entity, String series, boolean value) {
    gauge(entity, series, value ? 1 : 0);
  }

  /**
   * A number that only grows: its increase since the reading before; nothing at the first and after
   * a reset.
   */
  void counter(EntityId entity, String series, double total) {
    increase(entity, series, total).ifKnown(grown -> gauge(entity, series, grown.amount()));
  }

  /** A number that only grows: its increase in a second since the reading before. */
  void rate(EntityId entity, String series, double total) {
    increase(entity, series, total)
        .ifKnown(grown -> gauge(entity, series, grown.amount() * MILLIS / grown.millis()));
  }

  /** How much a counter has grown, and in which time; NaN where nothing is known. */
  record Increase(double amount, long millis) {
    interface Use {
      void take(Increase increase);
    }

    void ifKnown(Use use) {
      if (Double.isFinite(amount) && millis > 0) {
        use.take(this);
      }
    }
  }

  /** Takes a counter without telling it. */
  Increase increase(EntityId entity, String series, double total) {
    String key = entity.text() + ' ' + series;
    if (!Double.isFinite(total)) {
      return new Increase(Double.NaN, 0);
    }
    now.put(key, new Total(total, atMillis));
    Total last = before.get(key);
    return last == null || total < last.value()
        ? new Increase(Double.NaN, 0)
        : new Increase(total - last.value(), Math.max(1, atMillis - last.atMillis()));
  }

  /** A line for people, where numbers don't tell enough. */
  void note(EntityId entity, String body, Map<String, String> attributes) {
    notes.add(
        new LogEntry(
            entity, atMillis, atMillis, LogEntry.Level.WARN, body, new TreeMap<>(attributes)));
  }

  List<LogEntry> notes() {
    return notes;
  }

  /** One frame for each entity. */
  List<MetricFrame> frames() {
    List<MetricFrame> frames = new ArrayList<>();
    values.forEach(
        (entity, series) ->
            frames.add(
                new MetricFrame(
                    entity,
                    atMillis,
                    atMillis,
                    SeriesNames.of(List.copyOf(series.keySet())),
                    series.values().stream().mapToDouble(Double::doubleValue).toArray())));
    return frames;
  }

  private static EntityId within(String kind, List<String> scope, String name) {
    List<String> path = new ArrayList<>(scope);
    path.add(name);
    return new EntityId(kind, path);
  }
}
