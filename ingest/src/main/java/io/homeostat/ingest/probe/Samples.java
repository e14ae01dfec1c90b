package io.homeostat.ingest.probe;

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
public class Samples {
  private static final double MILLIS = 1_000;

  /** A counter as it was read. */
  private record Total(double value, long atMillis) {}

  /** The counters of each group, kept from round to round by the probe. */
  public static final class Counters {
    private final Map<String, Map<String, Total>> byGroup = new HashMap<>();

    /** Forgets all, as after a connection was lost: what comes next has nothing before it. */
    public void clear() {
      byGroup.clear();
    }
  }

  private final Counters counters;
  private final long atMillis;
  private final SortedMap<EntityId, SortedMap<String, Double>> values = new TreeMap<>();
  private final List<LogEntry> notes = new ArrayList<>();
  private Map<String, Total> before = Map.of();
  private Map<String, Total> now = new HashMap<>();

  /**
   * An empty round.
   *
   * @param counters what stands from rounds before
   * @param atMillis when the round began, in milliseconds since 1970
   */
  public Samples(Counters counters, long atMillis) {
    this.counters = counters;
    this.atMillis = atMillis;
  }

  /** Begins the part of a group: its counters are compared with its own. */
  public void begin(String group) {
    before = counters.byGroup.getOrDefault(group, Map.of());
    now = new HashMap<>();
  }

  /** Ends the part of a group that was read whole. */
  public void end(String group) {
    counters.byGroup.put(group, now);
  }

  /** A value as it is now; one that is not a finite number says nothing and is left out. */
  public void gauge(EntityId entity, String series, double value) {
    if (Double.isFinite(value)) {
      values.computeIfAbsent(entity, key -> new TreeMap<>()).put(series, value);
    }
  }

  /** One or zero. */
  public void flag(EntityId entity, String series, boolean value) {
    gauge(entity, series, value ? 1 : 0);
  }

  /**
   * A number that only grows: its increase since the reading before; nothing at the first and after
   * a reset.
   */
  public void counter(EntityId entity, String series, double total) {
    increase(entity, series, total).ifKnown(grown -> gauge(entity, series, grown.amount()));
  }

  /**
   * A number that only grows and that is not there while it is zero: its increase since the reading
   * before, also of one that the reading before did not have.
   */
  public void counterFromNothing(EntityId entity, String series, double total) {
    boolean appeared = !before.isEmpty() && !before.containsKey(key(entity, series));
    counter(entity, series, total);
    if (appeared) {
      gauge(entity, series, total);
    }
  }

  /** A number that only grows: its increase in a second since the reading before. */
  public void rate(EntityId entity, String series, double total) {
    increase(entity, series, total)
        .ifKnown(grown -> gauge(entity, series, grown.amount() * MILLIS / grown.millis()));
  }

  /** How much a counter has grown, and in which time; NaN where nothing is known. */
  public record Increase(double amount, long millis) {
    private interface Use {
      void take(Increase increase);
    }

    private void ifKnown(Use use) {
      if (Double.isFinite(amount) && millis > 0) {
        use.take(this);
      }
    }
  }

  /** Takes a counter without telling it. */
  public Increase increase(EntityId entity, String series, double total) {
    String key = key(entity, series);
    if (!Double.isFinite(total)) {
      return new Increase(Double.NaN, 0);
    }
    now.put(key, new Total(total, atMillis));
    Total last = before.get(key);
    return last == null || total < last.value()
        ? new Increase(Double.NaN, 0)
        : new Increase(total - last.value(), Math.max(1, atMillis - last.atMillis()));
  }

  private static String key(EntityId entity, String series) {
    return entity.text() + ' ' + series;
  }

  /** A line for people, where numbers don't tell enough. */
  public void note(EntityId entity, String body, Map<String, String> attributes) {
    notes.add(
        new LogEntry(
            entity, atMillis, atMillis, LogEntry.Level.WARN, body, new TreeMap<>(attributes)));
  }

  /** The lines for people. */
  public List<LogEntry> notes() {
    return notes;
  }

  /** One frame for each entity. */
  public List<MetricFrame> frames() {
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
}
