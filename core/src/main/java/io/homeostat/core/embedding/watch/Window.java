package io.homeostat.core.embedding.watch;

import io.homeostat.core.embedding.Intake;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.FormException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The vectors of one model gathered so far, and those left out, by reason; a reference is such a
 * window that is full. Mutable; at most 4 bytes a value and an id a vector.
 */
final class Window {
  private final int dimension;
  private final List<String> ids = new ArrayList<>();
  private float[] values = {};
  private int notANumber;
  private int infinite;
  private int zero;
  private int otherDimension;
  private long beganMillis;
  private long heardMillis;
  private long wakeMillis;
  private boolean compared;

  Window(int dimension, long nowMillis) {
    this.dimension = dimension;
    beganMillis = nowMillis;
    heardMillis = nowMillis;
  }

  /** Takes a vector in, or counts why not. */
  void add(String id, float[] vector, long nowMillis) {
    heardMillis = nowMillis;
    Intake intake = Intake.of(dimension, List.of(new Intake.Embedding(id, vector)));
    notANumber += intake.notANumber();
    infinite += intake.infinite();
    zero += intake.zero();
    otherDimension += intake.otherDimension();
    if (intake.leftOut() == 0) {
      int end = count() * dimension;
      if (end + dimension > values.length) {
        values = Arrays.copyOf(values, Math.max(end + dimension, values.length * 2));
      }
      System.arraycopy(vector, 0, values, end, dimension);
      ids.add(id);
    }
  }

  /** How many sound vectors it has. */
  int count() {
    return ids.size();
  }

  boolean empty() {
    return ids.isEmpty() && notANumber + infinite + zero + otherDimension == 0;
  }

  Vectors vectors() {
    double[] all = new double[count() * dimension];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i];
    }
    return Vectors.ofRowMajor(count(), dimension, all);
  }

  List<String> ids() {
    return ids;
  }

  int notANumber() {
    return notANumber;
  }

  int infinite() {
    return infinite;
  }

  int zero() {
    return zero;
  }

  int otherDimension() {
    return otherDimension;
  }

  long beganMillis() {
    return beganMillis;
  }

  /** The lane's time of the newest vector. */
  long heardMillis() {
    return heardMillis;
  }

  long wakeMillis() {
    return wakeMillis;
  }

  void wakeAt(long timeMillis) {
    wakeMillis = timeMillis;
  }

  /** Whether there is a reference to compare it with. */
  boolean compared() {
    return compared;
  }

  /** The next window: empty, with a reference where this one had or became one. */
  Window next(long nowMillis, boolean isCompared) {
    Window next = new Window(dimension, nowMillis);
    next.heardMillis = heardMillis;
    next.wakeMillis = wakeMillis;
    next.compared = isCompared;
    return next;
  }

  /** The same vectors, with nothing counted as left out: told once is enough. */
  void told(long nowMillis) {
    notANumber = 0;
    infinite = 0;
    zero = 0;
    otherDimension = 0;
    beganMillis = nowMillis;
  }

  /** The form. */
  static final class CellFormOf implements CellForm<Window> {
    @Override
    public void write(Window value, ByteSink sink) {
      sink.writeLong(value.dimension);
      sink.writeLong(value.count());
      value.ids.forEach(sink::writeString);
      for (int i = 0; i < value.count() * value.dimension; i++) {
        sink.writeFloat(value.values[i]);
      }
      sink.writeLong(value.notANumber);
      sink.writeLong(value.infinite);
      sink.writeLong(value.zero);
      sink.writeLong(value.otherDimension);
      sink.writeLong(value.beganMillis);
      sink.writeLong(value.heardMillis);
      sink.writeLong(value.wakeMillis);
      sink.writeBoolean(value.compared);
    }

    @Override
    public Window read(ByteSource source) {
      int dimension = source.readInt();
      int count = source.readLength(1);
      if (dimension < 1 || (long) count * dimension * Float.BYTES > source.remaining()) {
        throw new FormException(
            "a window of " + count + " vectors of " + dimension + " dimensions is cut off");
      }
      Window window = new Window(dimension, 0);
      for (int i = 0; i < count; i++) {
        window.ids.add(source.readString());
      }
      window.values = new float[count * dimension];
      for (int i = 0; i < window.values.length; i++) {
        window.values[i] = source.readFloat();
      }
      window.notANumber = source.readInt();
      window.infinite = source.readInt();
      window.zero = source.readInt();
      window.otherDimension = source.readInt();
      window.beganMillis = source.readLong();
      window.heardMillis = source.readLong();
      window.wakeMillis = source.readLong();
      window.compared = source.readBoolean();
      return window;
    }

    @Override
    public Window copy(Window value) {
      Window copy = new Window(value.dimension, value.beganMillis);
      copy.ids.addAll(value.ids);
      copy.values = value.values.clone();
      copy.notANumber = value.notANumber;
      copy.infinite = value.infinite;
      copy.zero = value.zero;
      copy.otherDimension = value.otherDimension;
      copy.heardMillis = value.heardMillis;
      copy.wakeMillis = value.wakeMillis;
      copy.compared = value.compared;
      return copy;
    }
  }
}
