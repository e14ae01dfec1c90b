package io.homeostat.core.logs;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.FormException;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The matches of one rule on one entity over the rule's window, counted in at most 300 parts of it,
 * by the lines' own time; and of each part that is not settled yet its last line. Mutable: part of
 * an entity's cell; at most 24 KiB, and 2 KiB when lines come in time.
 */
final class LogWindow {
  private static final long SECOND_MILLIS = 1_000;
  private static final int PARTS = 300;
  private static final int SPARE_PARTS = 68;
  private static final Form<Signal> SIGNAL = Forms.of(Signal.class);
  private static final Form<Line> LINE = Forms.of(Line.class);

  private final long partMillis;
  private final int parts;
  private final int[] counts = new int[PARTS + SPARE_PARTS];
  private final TreeMap<Long, Line> lines = new TreeMap<>();
  private long newest = Long.MIN_VALUE;
  private Optional<Signal> sent = Optional.empty();

  /** An empty window of a length. */
  LogWindow(long windowMillis) {
    long exact = -Math.floorDiv(-windowMillis, PARTS);
    this.partMillis = Math.max(1, -Math.floorDiv(-exact, SECOND_MILLIS)) * SECOND_MILLIS;
    this.parts = (int) Math.max(1, -Math.floorDiv(-windowMillis, partMillis));
  }

  private LogWindow(long partMillis, int parts) {
    this.partMillis = partMillis;
    this.parts = parts;
  }

  Optional<Signal> sent() {
    return sent;
  }

  void sent(Optional<Signal> signal) {
    sent = signal;
  }

  /** Counts a line; false when it is older than anything that is kept. */
  boolean add(Line line) {
    long part = Math.floorDiv(line.timeMillis(), partMillis);
    if (newest == Long.MIN_VALUE) {
      newest = part;
    }
    if (part <= newest - counts.length) {
      return false;
    }
    for (long i = Math.max(newest + 1, part - counts.length + 1); i <= part; i++) {
      counts[Math.floorMod(i, counts.length)] = 0;
    }
    newest = Math.max(newest, part);
    counts[Math.floorMod(part, counts.length)]++;
    lines.merge(part, line, (known, next) -> next.after(known) ? next : known);
    if (lines.size() > SPARE_PARTS) {
      lines.pollFirstEntry();
    }
    return true;
  }

  /** The matches in the window of settled parts that ends at a time. */
  long count(long settledMillis) {
    long sum = 0;
    long end = Math.floorDiv(settledMillis, partMillis);
    for (long i = Math.max(end - parts, newest - counts.length + 1); i < end; i++) {
      sum += i <= newest ? counts[Math.floorMod(i, counts.length)] : 0;
    }
    return sum;
  }

  /** The beginning of the first part with a match in the window that ends at a time. */
  long firstMillis(long settledMillis) {
    long end = Math.floorDiv(settledMillis, partMillis);
    for (long i = Math.max(end - parts, newest - counts.length + 1); i < end; i++) {
      if (i <= newest && counts[Math.floorMod(i, counts.length)] > 0) {
        return i * partMillis;
      }
    }
    return settledMillis;
  }

  /** The last settled line; those before it are forgotten. */
  Optional<Line> lastLine(long settledMillis) {
    long end = Math.floorDiv(settledMillis, partMillis);
    Map.Entry<Long, Line> last = lines.lowerEntry(end);
    if (last == null) {
      return Optional.empty();
    }
    lines.headMap(last.getKey(), false).clear();
    return Optional.of(last.getValue());
  }

  /** True when no match is newer than the window that ends at a time. */
  boolean spent(long settledMillis) {
    return newest < Math.floorDiv(settledMillis, partMillis) - parts;
  }

  /** When the next part is settled. */
  long nextSettledMillis(long settledMillis) {
    return (Math.floorDiv(settledMillis, partMillis) + 1) * partMillis;
  }

  LogWindow copy() {
    LogWindow copy = new LogWindow(partMillis, parts);
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    copy.lines.putAll(lines);
    copy.newest = newest;
    copy.sent = sent;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeLong(partMillis);
    sink.writeLong(parts);
    sink.writeLong(newest);
    for (int count : counts) {
      sink.writeLong(count);
    }
    sink.writeLong(lines.size());
    lines.forEach(
        (part, line) -> {
          sink.writeLong(part);
          LINE.write(line, sink);
        });
    sink.writeBoolean(sent.isPresent());
    sent.ifPresent(signal -> SIGNAL.write(signal, sink));
  }

  static LogWindow read(ByteSource source) {
    LogWindow window = new LogWindow(source.readLong(), source.readInt());
    if (window.partMillis < SECOND_MILLIS || window.parts < 1 || window.parts > PARTS) {
      throw new FormException("a window has " + window.parts + " parts of " + window.partMillis);
    }
    window.newest = source.readLong();
    for (int i = 0; i < window.counts.length; i++) {
      window.counts[i] = source.readInt();
    }
    int size = source.readLength(2);
    for (int i = 0; i < size; i++) {
      window.lines.put(source.readLong(), LINE.read(source));
    }
    if (source.readBoolean()) {
      window.sent = Optional.of(SIGNAL.read(source));
    }
    return window;
  }
}
