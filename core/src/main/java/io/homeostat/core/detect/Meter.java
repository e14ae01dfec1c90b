package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.Reading;
import java.util.OptionalDouble;

/**
 * Makes of samples the numbers that are judged: of a step the mean of a gauge, the rate a second of
 * a counter, the part that a counter is of another. A counter that falls began anew from 0; across
 * a silence nothing is counted. A step in which nothing came, or nothing of the whole, is none. At
 * most 58 bytes. Mutable: part of a detector.
 */
final class Meter {
  private static final long NONE = Long.MIN_VALUE;
  private static final double SECOND = 1_000;

  private double part;
  private double whole;
  private long lastMillis = NONE;
  private long stepMillis = NONE;
  private double sum;
  private double weight;

  /** The time of what was judged last; not part of the form. */
  private long judgedMillis;

  /** The time of what {@link #take} gave: the beginning of its step. */
  long judgedMillis() {
    return judgedMillis;
  }

  /** After a silence, nothing is counted across it. */
  void interrupt() {
    lastMillis = NONE;
  }

  /**
   * Takes a sample.
   *
   * @param ofWhole of a ratio, the sample of the whole at this time; else no number
   * @return what there is to judge before it (of a step that is over) or by it (without steps); no
   *     number where there is nothing
   */
  OptionalDouble take(
      Reading reading, Reading.Kind kind, long timeMillis, double value, double ofWhole) {
    OptionalDouble over = OptionalDouble.empty();
    long every = reading.everyMillis();
    long step = every == 0 ? timeMillis : Math.floorDiv(timeMillis, every) * every;
    if (every > 0 && step != stepMillis) {
      over = close();
    }
    stepMillis = step;
    add(kind, timeMillis, value, ofWhole);
    return every == 0 ? close() : over;
  }

  private void add(Reading.Kind kind, long timeMillis, double value, double ofWhole) {
    boolean counted = lastMillis != NONE && timeMillis > lastMillis;
    switch (kind) {
      case RATIO -> {
        if (!Double.isFinite(ofWhole)) {
          return;
        }
        if (counted) {
          sum += growth(part, value);
          weight += growth(whole, ofWhole);
        }
        whole = ofWhole;
      }
      case COUNTER -> {
        if (counted) {
          sum += growth(part, value);
          weight += (timeMillis - lastMillis) / SECOND;
        }
      }
      default -> {
        sum += value;
        weight += 1;
      }
    }
    part = value;
    lastMillis = timeMillis;
  }

  /** How much a counter grew; one that fell began anew from 0. */
  static double growth(double before, double now) {
    return now < before ? Math.max(0, now) : now - before;
  }

  private OptionalDouble close() {
    judgedMillis = stepMillis;
    OptionalDouble mean = weight > 0 ? OptionalDouble.of(sum / weight) : OptionalDouble.empty();
    sum = 0;
    weight = 0;
    return mean;
  }

  Meter copy() {
    Meter copy = new Meter();
    copy.part = part;
    copy.whole = whole;
    copy.lastMillis = lastMillis;
    copy.stepMillis = stepMillis;
    copy.sum = sum;
    copy.weight = weight;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeDouble(part);
    sink.writeDouble(whole);
    sink.writeLong(lastMillis);
    sink.writeLong(stepMillis);
    sink.writeDouble(sum);
    sink.writeDouble(weight);
  }

  static Meter read(ByteSource source) {
    Meter meter = new Meter();
    meter.part = source.readDouble();
    meter.whole = source.readDouble();
    meter.lastMillis = source.readLong();
    meter.stepMillis = source.readLong();
    meter.sum = source.readDouble();
    meter.weight = source.readDouble();
    return meter;
  }
}
