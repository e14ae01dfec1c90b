package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;

/**
 * Reads {@code prometheus.WriteRequest} (Prometheus Remote-Write 1.0, "Protocol"). Metadata and
 * exemplars are passed over.
 */
final class RequestV1 {
  private static final int TIMESERIES = 1;
  private static final int LABEL = 1;
  private static final int SAMPLE = 2;
  private static final int HISTOGRAM = 4;

  /** The tag of a sample. */
  private static final byte ONE_SAMPLE = SAMPLE << 3 | ProtoCursor.BYTES;

  private final ProtoCursor cursor;
  private final ProtoCursor inner;
  private final byte[] bytes;
  private final SeriesCache cache;
  private final SeriesBody body;
  private final Subject subject = new Subject();
  private int place = -1;

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
    int guess = cache.guess(place, bytes, from, end);
    int labelsEnd = guess < 0 ? from : from + cache.length(guess);
    // As mostly: the labels that are expected, and one sample behind them.
    if (guess >= 0
        && end - labelsEnd > 2
        && bytes[labelsEnd] == ONE_SAMPLE
        && bytes[labelsEnd + 1] == end - labelsEnd - 2) {
      place = guess;
      cache.turn(subject, place);
      body.sample(subject, labelsEnd + 2, end);
      return;
    }
    inner.reset(labelsEnd, end);
    int field = inner.next();
    if (guess < 0 || field == LABEL) {
      inner.reset(from, end);
      labelsEnd = from;
      for (field = inner.next(); field == LABEL; field = inner.next()) {
        labelsEnd = inner.enter();
        inner.leave(labelsEnd);
      }
      place = cache.find(place, bytes, from, labelsEnd);
    } else {
      place = guess;
    }
    cache.turn(subject, place);
    for (; field != 0; field = inner.next()) {
      switch (field) {
        case LABEL ->
            throw new MalformedException(
                "a series' labels don't stand together before byte " + inner.position());
        case SAMPLE -> {
          int until = inner.enter();
          body.sample(subject, inner.position(), until);
          inner.leave(until);
        }
        case HISTOGRAM -> {
          int until = inner.enter();
          body.histogram(subject, inner.position(), until);
          inner.leave(until);
        }
        default -> inner.skip();
      }
    }
  }
}
