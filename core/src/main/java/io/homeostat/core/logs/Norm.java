package io.homeostat.core.logs;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.FormException;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.Signal;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is usual for a number that comes once a minute: its values of the last hour, without those
 * that were themselves unusual. The score is the distance from their median in standard deviations,
 * told robustly by the MAD, or by the least deviation that chance alone makes. Mutable: part of an
 * entity's cell; at most 500 bytes, and 2 KiB while its signal is open.
 */
final class Norm {
  /** The most minutes that are remembered. */
  static final int MOST_VALUES = 60;

  /** The least minutes by which another is judged. */
  static final int LEAST_VALUES = 12;

  /** After so many unusual minutes in a row they are what is usual. */
  static final int MOST_UNUSUAL = 60;

  private static final double CONSISTENCY = 1.4826;
  private static final Form<Signal> SIGNAL = Forms.of(Signal.class);

  private final double[] values = new double[MOST_VALUES];
  private int size;
  private int oldest;
  private int unusual;
  private int usual;
  private boolean merged;
  private Optional<Signal> sent = Optional.empty();

  /** A norm of a number that was the same for some minutes. */
  static Norm of(double value, int minutes) {
    Norm norm = new Norm();
    norm.size = Math.min(minutes, MOST_VALUES);
    Arrays.fill(norm.values, 0, norm.size, value);
    return norm;
  }

  boolean ready() {
    return size >= LEAST_VALUES;
  }

  double median() {
    return middle(Arrays.copyOf(values, size));
  }

  /** True when every minute that is remembered had one value: nothing is lost by forgetting it. */
  boolean isOnly(double value) {
    for (int i = 0; i < size; i++) {
      if (values[i] != value) {
        return false;
      }
    }
    return unusual == 0;
  }

  /** How far a value is from what is usual; positive above. */
  double score(double value, double leastDeviation) {
    double median = median();
    double[] distances = new double[size];
    for (int i = 0; i < size; i++) {
      distances[i] = Math.abs(values[i] - median);
    }
    return (value - median) / Math.max(CONSISTENCY * middle(distances), leastDeviation);
  }

  private static double middle(double[] numbers) {
    Arrays.sort(numbers);
    int half = numbers.length / 2;
    return numbers.length == 0
        ? 0
        : numbers.length % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
  }

  /** Takes a usual value in; how many came in a row. */
  int usual(double value) {
    if (size < MOST_VALUES) {
      values[size++] = value;
    } else {
      values[oldest] = value;
      oldest = (oldest + 1) % MOST_VALUES;
    }
    unusual = 0;
    return ++usual;
  }

  /** Notes an unusual value; true when it is what is usual from now on. */
  boolean unusual() {
    usual = 0;
    if (++unusual < MOST_UNUSUAL) {
      return false;
    }
    size = 0;
    oldest = 0;
    unusual = 0;
    return true;
  }

  Optional<Signal> sent() {
    return sent;
  }

  void sent(Optional<Signal> signal) {
    sent = signal;
  }

  /** Notes that another norm holds for its template now: only its signal is left to be ended. */
  void merge() {
    merged = true;
  }

  boolean merged() {
    return merged;
  }

  Norm copy() {
    Norm copy = new Norm();
    System.arraycopy(values, 0, copy.values, 0, values.length);
    copy.size = size;
    copy.oldest = oldest;
    copy.unusual = unusual;
    copy.usual = usual;
    copy.merged = merged;
    copy.sent = sent;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeLong(size);
    for (int i = 0; i < size; i++) {
      sink.writeDouble(values[(oldest + i) % MOST_VALUES]);
    }
    sink.writeLong(unusual);
    sink.writeLong(usual);
    sink.writeBoolean(merged);
    sink.writeBoolean(sent.isPresent());
    sent.ifPresent(signal -> SIGNAL.write(signal, sink));
  }

  static Norm read(ByteSource source) {
    Norm norm = new Norm();
    norm.size = source.readLength(Double.BYTES);
    if (norm.size > MOST_VALUES) {
      throw new FormException("a norm has " + norm.size + " values: at most " + MOST_VALUES);
    }
    for (int i = 0; i < norm.size; i++) {
      norm.values[i] = source.readDouble();
    }
    norm.unusual = source.readInt();
    norm.usual = source.readInt();
    norm.merged = source.readBoolean();
    if (source.readBoolean()) {
      norm.sent = Optional.of(SIGNAL.read(source));
    }
    return norm;
  }
}
