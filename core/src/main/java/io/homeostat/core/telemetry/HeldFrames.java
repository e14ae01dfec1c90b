package io.homeostat.core.telemetry;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The frames of an entity that wait for their time, and when the entity is looked at next. */
final class HeldFrames {
  /** Event time; of one time, an order that does not depend on that of arrival. */
  private static final Comparator<MetricFrame> ORDER =
      Comparator.comparingLong(MetricFrame::timeMillis)
          .thenComparing(frame -> frame.series().text())
          .thenComparingLong(MetricFrame::receivedMillis)
          .thenComparing((a, b) -> Arrays.compare(a.values(), b.values()));

  private static final long NEVER = Long.MAX_VALUE;

  private final List<MetricFrame> frames;
  private long wakeMillis;

  HeldFrames() {
    this(new ArrayList<>(8), NEVER);
  }

  private HeldFrames(List<MetricFrame> frames, long wakeMillis) {
    this.frames = frames;
    this.wakeMillis = wakeMillis;
  }

  /** When a frame of this time is due. */
  static long dueMillis(long timeMillis, long holdMillis) {
    return LaneClock.roundUp(timeMillis + holdMillis);
  }

  int size() {
    return frames.size();
  }

  void add(MetricFrame frame) {
    frames.add(frame);
  }

  /** When the entity is looked at next; {@link Long#MAX_VALUE} when no look is scheduled. */
  long wakeMillis() {
    return wakeMillis;
  }

  void wakeAt(long timeMillis) {
    wakeMillis = timeMillis;
  }

  /** Takes out what is due at a whole second, in order. */
  List<MetricFrame> takeDue(long nowMillis, long holdMillis) {
    List<MetricFrame> due = new ArrayList<>(4);
    int kept = 0;
    for (int i = 0; i < frames.size(); i++) {
      MetricFrame frame = frames.get(i);
      if (frame.timeMillis() + holdMillis <= nowMillis) {
        due.add(frame);
      } else {
        frames.set(kept++, frame);
      }
    }
    for (int i = frames.size() - 1; i >= kept; i--) {
      frames.remove(i);
    }
    if (due.size() > 1) {
      due.sort(ORDER);
    }
    return due;
  }

  /** When the first of the frames is due; {@link Long#MAX_VALUE} when there is none. */
  long nextDueMillis(long holdMillis) {
    if (frames.isEmpty()) {
      return NEVER;
    }
    long first = Long.MAX_VALUE;
    for (int i = 0; i < frames.size(); i++) {
      first = Math.min(first, frames.get(i).timeMillis());
    }
    return dueMillis(first, holdMillis);
  }

  /** The form. Frames are never changed, so copies share them. */
  static final class CellFormOf implements CellForm<HeldFrames> {
    private static final Form<MetricFrame> FRAME = Forms.of(MetricFrame.class);

    @Override
    public void write(HeldFrames value, ByteSink sink) {
      sink.writeLong(value.wakeMillis);
      sink.writeLong(value.frames.size());
      value.frames.forEach(frame -> FRAME.write(frame, sink));
    }

    @Override
    public HeldFrames read(ByteSource source) {
      long wake = source.readLong();
      int size = source.readLength(1);
      List<MetricFrame> frames = new ArrayList<>(Math.max(8, size));
      for (int i = 0; i < size; i++) {
        frames.add(FRAME.read(source));
      }
      return new HeldFrames(frames, wake);
    }

    @Override
    public HeldFrames copy(HeldFrames value) {
      return new HeldFrames(new ArrayList<>(value.frames), value.wakeMillis);
    }
  }
}
