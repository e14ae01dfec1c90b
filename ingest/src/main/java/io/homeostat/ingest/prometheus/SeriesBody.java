package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;

/** Reads the samples and histograms of a series, which are alike in both versions. */
final class SeriesBody {
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
  void sample(KnownSeries series, int from, int end) throws MalformedException {
    long value = 0;
    long time = 0;
    cursor.reset(from, end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      switch (field) {
        case 1 -> value = cursor.doubleBits();
        case 2 -> time = cursor.number();
        default -> cursor.skip();
      }
    }
    takings.sample(series, time, value);
  }

  /** A message {@code Histogram}. */
  void histogram(KnownSeries series, int from, int end) throws MalformedException {
    histogram.read(bytes, from, end);
    takings.histogram(series, histogram);
  }
}
