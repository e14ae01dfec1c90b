package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;

/**
 * Reads {@code prometheus.WriteRequest} (Prometheus Remote-Write 1.0, "Protocol"). Metadata and
 * exemplars are passed over.
 */
final class RequestV1 {
  private static final int TIMESERIES = 1;

  private final ProtoCursor cursor;
  private final ProtoCursor inner;
  private final byte[] bytes;
  private final SeriesCache cache;
  private final SeriesBody body;

  RequestV1(byte[] bytes, int length, SeriesCache cache, Takings takings) {
    this.bytes = bytes;
    this.cache = cache;
    this.cursor = new ProtoCursor(bytes, 0, length);
    this.inner = new ProtoCursor(bytes, 0, 0);
    this.body = new SeriesBody(bytes, takings);
  }

  void read() throws MalformedException {
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      if (field == TIMESERIES) {
        int end = cursor.enter();
        series(cursor.position(), end);
        cursor.leave(end);
      } else {
        cursor.skip();
      }
    }
  }

  private void series(int from, int end) throws MalformedException {
    inner.reset(from, end);
    int labelsEnd = from;
    int field = inner.next();
    while (field == 1) {
      labelsEnd = inner.enter();
      inner.leave(labelsEnd);
      field = inner.next();
    }
    KnownSeries series = cache.find(bytes, from, labelsEnd);
    for (; field != 0; field = inner.next()) {
      switch (field) {
        case 1 ->
            throw new MalformedException(
                "a series' labels don't stand together before byte " + inner.position());
        case 2 -> {
          int until = inner.enter();
          body.sample(series, inner.position(), until);
          inner.leave(until);
        }
        case 4 -> {
          int until = inner.enter();
          body.histogram(series, inner.position(), until);
          inner.leave(until);
        }
        default -> inner.skip();
      }
    }
  }
}
