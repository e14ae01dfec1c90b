package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.intake.Frames;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.SenderTime;
import io.homeostat.ingest.intake.Translated;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What one request brings, sample by sample. */
final class Takings {
  private final HistogramMemory memory;
  private final long receivedMillis;
  private final SampleSheet sheet;
  private final Rejections rejections = new Rejections();
  private long samples;
  private long histograms;

  /**
   * Nothing yet.
   *
   * @param memory the histograms' last points
   * @param sheet an empty one
   * @param receivedMillis the door's time, in milliseconds since 1970
   */
  Takings(HistogramMemory memory, SampleSheet sheet, long receivedMillis) {
    this.memory = memory;
    this.sheet = sheet;
    this.receivedMillis = receivedMillis;
  }

  /** One sample, with its value's bits. */
  void sample(Subject subject, long timeMillis, long bits) {
    if (subject.usable()) {
      if (SenderTime.near(timeMillis, receivedMillis, rejections)) {
        // A stale marker says that there is no sample: what is absent is not in a frame.
        if (bits == RemoteWrite.STALE
            || sheet.add(subject, timeMillis, Double.longBitsToDouble(bits))) {
          samples++;
        } else {
          tooMuch();
        }
      }
    } else {
      reject((KnownSeries.Unusable) subject.series());
    }
  }

  /** One native histogram. */
  void histogram(Subject subject, HistogramPoint point) {
    if (subject.series() instanceof KnownSeries.Unusable unusable) {
      reject(unusable);
      return;
    }
    if (!SenderTime.near(point.timeMillis(), receivedMillis, rejections)) {
      return;
    }
    if (point.stale()) {
      histograms++;
      return;
    }
    KnownSeries.Usable usable = (KnownSeries.Usable) subject.series();
    Optional<Buckets> buckets = point.buckets();
    if (buckets.isEmpty()) {
      rejections.add(Reason.BUCKETS, 1, usable.metric() + " has buckets that don't fit together");
      return;
    }
    long at = point.timeMillis();
    if (!sheet.add(Subject.of(usable.beside(".count", 1)), at, point.count())
        || !sheet.add(Subject.of(usable.beside(".sum", 2)), at, point.sum())) {
      tooMuch();
      return;
    }
    histograms++;
    added(usable, point, buckets.get()).ifPresent(added -> quantiles(usable, point, added));
  }

  private Optional<Buckets> added(KnownSeries.Usable series, HistogramPoint point, Buckets now) {
    if (point.gauge()) {
      return Optional.of(now);
    }
    long nanos = TimeUnit.MILLISECONDS.toNanos(point.timeMillis());
    String key = series.entity().text() + ' ' + series.name();
    return memory.added(key, point.fromZero() ? nanos : 0, nanos, now);
  }

  private void quantiles(KnownSeries.Usable series, HistogramPoint point, Buckets added) {
    int number = 3;
    for (String suffix : new String[] {".p50", ".p95", ".p99"}) {
      KnownSeries.Usable beside = series.beside(suffix, number++);
      added
          .quantile(Buckets.QUANTILES.getOrDefault(suffix, 0.5))
          .ifPresent(value -> sheet.add(Subject.of(beside), point.timeMillis(), value));
    }
  }

  private void tooMuch() {
    rejections.add(
        Reason.TOO_MUCH,
        1,
        "more than "
            + Frames.MOST
            + " entities and times, or names of more than "
            + SampleSheet.MOST_NAME_CHARACTERS
            + " characters, in one request");
  }

  private void reject(KnownSeries.Unusable series) {
    rejections.add(series.reason(), 1, series.example());
  }

  Written written(NamesCache names) {
    return new Written(
        new Translated<>(sheet.frames(receivedMillis, names), samples + histograms, rejections),
        samples,
        histograms);
  }
}
