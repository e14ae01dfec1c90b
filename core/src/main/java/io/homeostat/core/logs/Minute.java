package io.homeostat.core.logs;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.LogEntry.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lines of an entity in one minute by level, in all and by template. Mutable: part of an
 * entity's cell.
 */
final class Minute {
  /** The most templates that are counted by themselves. */
  static final int MOST_TEMPLATES = 64;

  private static final int LEVELS = Level.values().length;
  private static final Form<Line> LINE = Forms.of(Line.class);

  private final Counts all;
  private final TreeMap<String, Counts> byTemplate = new TreeMap<>();
  private boolean partial;

  Minute() {
    this(new Counts());
  }

  private Minute(Counts all) {
    this.all = all;
  }

  /** Lines by level, and the last of those of the gravest. */
  private static final class Counts {
    private final long[] byLevel = new long[LEVELS];
    private int gravest = -1;
    private Optional<Line> last = Optional.empty();

    @SuppressWarnings("EnumOrdinal") // the place is the form
    void add(Level level, Line line) {
      int place = level.ordinal();
      byLevel[place]++;
      if (place > gravest || (place == gravest && last.filter(line::after).isPresent())) {
        gravest = place;
        last = Optional.of(line);
      }
    }

    @SuppressWarnings("EnumOrdinal") // the place is the form
    long from(Level level) {
      long sum = 0;
      for (int i = level.ordinal(); i < LEVELS; i++) {
        sum += byLevel[i];
      }
      return sum;
    }

    void addAll(Counts other) {
      for (int i = 0; i < LEVELS; i++) {
        byLevel[i] += other.byLevel[i];
      }
      if (other.gravest > gravest) {
        gravest = other.gravest;
        last = other.last;
      }
    }

    Counts copy() {
      Counts copy = new Counts();
      System.arraycopy(byLevel, 0, copy.byLevel, 0, LEVELS);
      copy.gravest = gravest;
      copy.last = last;
      return copy;
    }

    void write(ByteSink sink) {
      Arrays.stream(byLevel).forEach(sink::writeLong);
      sink.writeLong(gravest);
      sink.writeBoolean(last.isPresent());
      last.ifPresent(line -> LINE.write(line, sink));
    }

    static Counts read(ByteSource source) {
      Counts counts = new Counts();
      for (int i = 0; i < LEVELS; i++) {
        counts.byLevel[i] = source.readLong();
      }
      counts.gravest = source.readInt();
      counts.last = source.readBoolean() ? Optional.of(LINE.read(source)) : Optional.empty();
      return counts;
    }
  }

  void add(Level level, Line line, Optional<String> template) {
    all.add(level, line);
    if (template.isEmpty()) {
      return;
    }
    if (byTemplate.size() < MOST_TEMPLATES || byTemplate.containsKey(template.get())) {
      byTemplate.computeIfAbsent(template.get(), unused -> new Counts()).add(level, line);
    } else {
      partial = true;
    }
  }

  /**
   * Whether the lines of a template are known: there may have been more templates than are counted.
   */
  boolean knows(String template) {
    return !partial || byTemplate.containsKey(template);
  }

  /** Two templates turned out to be one. */
  void alias(String from, String to) {
    Counts counts = byTemplate.remove(from);
    if (counts != null) {
      byTemplate.computeIfAbsent(to, unused -> new Counts()).addAll(counts);
    }
  }

  Set<String> templates() {
    return byTemplate.keySet();
  }

  /** Lines of a level or a graver one. */
  long lines(Level level) {
    return all.from(level);
  }

  /** Lines of a template, of a level or a graver one. */
  long lines(String template, Level level) {
    Counts counts = byTemplate.get(template);
    return counts == null ? 0 : counts.from(level);
  }

  /** The last line among the gravest. */
  String line() {
    return all.last.map(Line::text).orElse("");
  }

  /** The last line among the gravest of a template. */
  String line(String template) {
    Counts counts = byTemplate.get(template);
    return counts == null ? "" : counts.last.map(Line::text).orElse("");
  }

  Minute copy() {
    Minute copy = new Minute(all.copy());
    byTemplate.forEach((template, counts) -> copy.byTemplate.put(template, counts.copy()));
    copy.partial = partial;
    return copy;
  }

  void write(ByteSink sink) {
    all.write(sink);
    sink.writeBoolean(partial);
    sink.writeLong(byTemplate.size());
    byTemplate.forEach(
        (template, counts) -> {
          sink.writeString(template);
          counts.write(sink);
        });
  }

  static Minute read(ByteSource source) {
    Minute minute = new Minute(Counts.read(source));
    minute.partial = source.readBoolean();
    int size = source.readLength(LEVELS);
    for (int i = 0; i < size; i++) {
      minute.byTemplate.put(source.readString(), Counts.read(source));
    }
    return minute;
  }
}
