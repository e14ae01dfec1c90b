package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;

/** Reads the samples and histograms of a series, which are alike in both versions. */
final class SeriesBody {
  /** The tag of a sample's value, a double in field 1. */
  private static final byte VALUE = 0x09;

  /** The tag of a sample's time, a number in field 2. */
  private static final byte TIME = 0x10;

  /** The bytes of both tags and of the value. */
  private static final int USUAL = 10;

  private final byte[] bytes;
  private final Takings takings;
  private final ProtoCursor cursor;
  private final HistogramPoint histogram;

  SeriesBody(byte[] bytes, Takings takings) {
    this.bytes = bytes;
    this.takings = takings;
    this.cursor = new ProtoCursor(bytes, 0, 0);
    this.histogram = new HistogramPoint(bytes);
  }

  /** A message {@code Sample}. */
  void sample(Subject subject, int from, int end) throws MalformedException {
    long value = 0;
    long time = 0;
    cursor.reset(from, end);
    // As every sender writes it: the value, then the time.
    if (end - from > USUAL && bytes[from] == VALUE && bytes[from + USUAL - 1] == TIME) {
      value = cursor.fixed64(from + 1);
      cursor.leave(from + USUAL);
      time = cursor.varint();
      if (cursor.position() == end) {
        takings.sample(subject, time, value);
        return;
      }
      value = 0;
      time = 0;
      cursor.reset(from, end);
    }
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      switch (field) {
        case 1 -> value = cursor.doubleBits();
        case 2 -> time = cursor.number();
        default -> cursor.skip();
      }
    }
    takings.sample(subject, time, value);
  }

  /** A message {@code Histogram}. */
  void histogram(Subject subject, int from, int end) throws MalformedException {
    histogram.read(bytes, from, end);
    takings.histogram(subject, histogram);
  }
}
