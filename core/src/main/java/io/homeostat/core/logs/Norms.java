package io.homeostat.core.logs;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.logs.template.TemplateAlias;
import io.homeostat.core.model.LogEntry.Level;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is usual for the lines of an entity: the minutes that are not settled yet, and the norms of
 * each rule. Mutable.
 */
final class Norms {
  /** The length of a minute. */
  static final long MINUTE_MILLIS = 60_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final TreeMap<Long, Minute> minutes = new TreeMap<>();
  private final TreeMap<String, RuleNorms> byRule = new TreeMap<>();
  private final long sinceMillis;
  private String door = "";
  private long nextMinute;
  private long lastMillis;
  private long minedSinceMillis = NEVER;
  private long wakeMillis = Long.MAX_VALUE;

  /** Norms of an entity whose first line came at a time of the lane. */
  Norms(long nowMillis) {
    sinceMillis = nowMillis;
    lastMillis = nowMillis;
    nextMinute = Math.floorDiv(nowMillis, MINUTE_MILLIS) + 1;
  }

  private Norms(long sinceMillis, long nextMinute) {
    this.sinceMillis = sinceMillis;
    this.nextMinute = nextMinute;
  }

  String door() {
    return door;
  }

  /** When the newest line came, by the lane's time. */
  long lastMillis() {
    return lastMillis;
  }

  void came(String byDoor, long nowMillis) {
    door = byDoor;
    lastMillis = nowMillis;
  }

  /** The first minute that is not judged yet. */
  long nextMinute() {
    return nextMinute;
  }

  void goOnFrom(long minute) {
    nextMinute = minute;
    minutes.headMap(minute).clear();
  }

  /** Notes that templates are mined from a time of the lane on, if they are not yet. */
  void minedFrom(long nowMillis) {
    minedSinceMillis = Math.min(minedSinceMillis, nowMillis);
  }

  void minedNoMore() {
    minedSinceMillis = NEVER;
  }

  /** For how long templates have been mined. */
  long minedMillis(long nowMillis) {
    return Math.max(0, nowMillis - minedSinceMillis);
  }

  long wakeMillis() {
    return wakeMillis;
  }

  void wakeAt(long timeMillis) {
    wakeMillis = timeMillis;
  }

  /**
   * Counts a line, unless it is of the minute in which the first one came; false when it is late.
   */
  boolean add(Level level, Line line, Optional<String> template) {
    long minute = Math.floorDiv(line.timeMillis(), MINUTE_MILLIS);
    if (minute < nextMinute) {
      return minute == Math.floorDiv(sinceMillis, MINUTE_MILLIS);
    }
    minutes.computeIfAbsent(minute, unused -> new Minute()).add(level, line, template);
    return true;
  }

  /** The lines of a minute; it is forgotten. */
  Minute take(long minute) {
    Minute taken = minutes.remove(minute);
    return taken == null ? new Minute() : taken;
  }

  /** What is usual by each rule, by the rules' fingerprints. */
  SortedMap<String, RuleNorms> byRule() {
    return byRule;
  }

  /** Two templates turned out to be one. */
  void alias(TemplateAlias alias) {
    minutes.values().forEach(minute -> minute.alias(alias.from(), alias.to()));
    byRule.values().forEach(norms -> norms.alias(alias.from(), alias.to()));
  }

  /** The form. */
  static final class CellFormOf implements CellForm<Norms> {
    @Override
    public void write(Norms value, ByteSink sink) {
      sink.writeLong(value.sinceMillis);
      sink.writeLong(value.nextMinute);
      sink.writeString(value.door);
      sink.writeLong(value.minedSinceMillis);
      sink.writeLong(value.lastMillis);
      sink.writeLong(value.wakeMillis);
      sink.writeLong(value.minutes.size());
      value.minutes.forEach(
          (minute, lines) -> {
            sink.writeLong(minute);
            lines.write(sink);
          });
      sink.writeLong(value.byRule.size());
      value.byRule.forEach(
          (rule, norms) -> {
            sink.writeString(rule);
            norms.write(sink);
          });
    }

    @Override
    public Norms read(ByteSource source) {
      Norms norms = new Norms(source.readLong(), source.readLong());
      norms.door = source.readString();
      norms.minedSinceMillis = source.readLong();
      norms.lastMillis = source.readLong();
      norms.wakeMillis = source.readLong();
      int minutes = source.readLength(2);
      for (int i = 0; i < minutes; i++) {
        norms.minutes.put(source.readLong(), Minute.read(source));
      }
      int rules = source.readLength(2);
      for (int i = 0; i < rules; i++) {
        norms.byRule.put(source.readString(), RuleNorms.read(source));
      }
      return norms;
    }

    @Override
    public Norms copy(Norms value) {
      Norms copy = new Norms(value.sinceMillis, value.nextMinute);
      copy.door = value.door;
      copy.minedSinceMillis = value.minedSinceMillis;
      copy.lastMillis = value.lastMillis;
      copy.wakeMillis = value.wakeMillis;
      value.minutes.forEach((minute, lines) -> copy.minutes.put(minute, lines.copy()));
      value.byRule.forEach((rule, norms) -> copy.byRule.put(rule, norms.copy()));
      return copy;
    }
  }
}
