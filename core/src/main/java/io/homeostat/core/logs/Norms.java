package io.homeostat.core.logs;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.logs.template.TemplateAlias;
import io.homeostat.core.model.LogEntry.Level;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is usual for the lines of an entity: the minutes that are not settled yet, and a norm for
 * each rule and template, at most {@value Minute#MOST_TEMPLATES} templates a rule. Mutable.
 */
final class Norms {
  /** The length of a minute. */
  static final long MINUTE_MILLIS = 60_000;

  private final TreeMap<Long, Minute> minutes = new TreeMap<>();
  private final TreeMap<String, TreeMap<String, Norm>> byRule = new TreeMap<>();
  private final long sinceMillis;
  private String door = "";
  private long nextMinute;
  private int judged;
  private long lastMillis;
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

  /** Since when lines have come. */
  long sinceMillis() {
    return sinceMillis;
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

  /** How many minutes have been judged or learnt from. */
  int judged() {
    return judged;
  }

  void judgedOneMore() {
    judged = Math.min(judged + 1, Norm.MOST_VALUES);
  }

  long wakeMillis() {
    return wakeMillis;
  }

  void wakeAt(long timeMillis) {
    wakeMillis = timeMillis;
  }

  /** Counts a line; false when its minute has been judged. */
  boolean add(Level level, Line line, Optional<String> template) {
    long minute = Math.floorDiv(line.timeMillis(), MINUTE_MILLIS);
    if (minute < nextMinute) {
      return minute == nextMinute - 1 && judged == 0;
    }
    minutes.computeIfAbsent(minute, unused -> new Minute()).add(level, line, template);
    return true;
  }

  /** The lines of a minute; it is forgotten. */
  Minute take(long minute) {
    Minute taken = minutes.remove(minute);
    return taken == null ? new Minute() : taken;
  }

  SortedMap<String, TreeMap<String, Norm>> byRule() {
    return byRule;
  }

  SortedMap<String, Norm> of(String rule) {
    return byRule.computeIfAbsent(rule, unused -> new TreeMap<>());
  }

  /**
   * Two templates turned out to be one: the norm of the earlier holds. A norm whose signal is open
   * stays until it resolves.
   */
  void alias(TemplateAlias alias) {
    minutes.values().forEach(minute -> minute.alias(alias.from(), alias.to()));
    for (Map<String, Norm> norms : byRule.values()) {
      Norm moved = norms.get(alias.from());
      if (moved != null && moved.sent().isEmpty()) {
        norms.remove(alias.from());
        norms.putIfAbsent(alias.to(), moved);
      }
    }
  }

  /** The form. */
  static final class CellFormOf implements CellForm<Norms> {
    @Override
    public void write(Norms value, ByteSink sink) {
      sink.writeLong(value.sinceMillis);
      sink.writeLong(value.nextMinute);
      sink.writeString(value.door);
      sink.writeLong(value.judged);
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
            sink.writeLong(norms.size());
            norms.forEach(
                (template, norm) -> {
                  sink.writeString(template);
                  norm.write(sink);
                });
          });
    }

    @Override
    public Norms read(ByteSource source) {
      Norms norms = new Norms(source.readLong(), source.readLong());
      norms.door = source.readString();
      norms.judged = source.readInt();
      norms.lastMillis = source.readLong();
      norms.wakeMillis = source.readLong();
      int minutes = source.readLength(2);
      for (int i = 0; i < minutes; i++) {
        norms.minutes.put(source.readLong(), Minute.read(source));
      }
      int rules = source.readLength(2);
      for (int i = 0; i < rules; i++) {
        SortedMap<String, Norm> byTemplate = norms.of(source.readString());
        int templates = source.readLength(2);
        for (int k = 0; k < templates; k++) {
          byTemplate.put(source.readString(), Norm.read(source));
        }
      }
      return norms;
    }

    @Override
    public Norms copy(Norms value) {
      Norms copy = new Norms(value.sinceMillis, value.nextMinute);
      copy.door = value.door;
      copy.judged = value.judged;
      copy.lastMillis = value.lastMillis;
      copy.wakeMillis = value.wakeMillis;
      value.minutes.forEach((minute, lines) -> copy.minutes.put(minute, lines.copy()));
      value.byRule.forEach(
          (rule, norms) -> {
            SortedMap<String, Norm> byTemplate = copy.of(rule);
            norms.forEach((template, norm) -> byTemplate.put(template, norm.copy()));
          });
      return copy;
    }
  }
}
