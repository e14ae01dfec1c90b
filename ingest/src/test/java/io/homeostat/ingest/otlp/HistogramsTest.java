package io.homeostat.ingest.otlp;

import static io.homeostat.ingest.otlp.Otlp.NOW_MILLIS;
import static io.homeostat.ingest.otlp.Otlp.nanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.Reason;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistogramsTest {
  private static final AggregationTemporality CUMULATIVE =
      AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
  private static final AggregationTemporality DELTA =
      AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;

  private final HistogramMemory memory = new HistogramMemory();

  @Test
  void theFirstCumulativePointHasNoQuantilesAndTheNextHasThoseOfWhatWasAdded() {
    assertThat(samples(CUMULATIVE, 0, NOW_MILLIS, 100, 0, 0)).containsOnlyKeys("h.count", "h.sum");
    Map<String, Double> next = samples(CUMULATIVE, 0, NOW_MILLIS + 1_000, 100, 10, 0);
    assertThat(next.get("h.p50")).isCloseTo(1.5, within(1e-9));
    assertThat(next.get("h.count")).isEqualTo(110);
  }

  @Test
  void aDeltaPointHasItsOwnQuantiles() {
    assertThat(samples(DELTA, 0, NOW_MILLIS, 0, 10, 0).get("h.p95")).isCloseTo(1.95, within(1e-9));
  }

  @Test
  void aPointSentAgainGivesTheSameAnswerAgain() {
    samples(CUMULATIVE, 0, NOW_MILLIS, 5, 0, 0);
    Map<String, Double> once = samples(CUMULATIVE, 0, NOW_MILLIS + 1_000, 5, 4, 0);
    assertThat(samples(CUMULATIVE, 0, NOW_MILLIS + 1_000, 5, 4, 0)).isEqualTo(once);
    assertThat(once).containsKey("h.p99");
  }

  @Test
  void aRestartedCounterBeginsAnew() {
    samples(CUMULATIVE, 0, NOW_MILLIS, 50, 50, 0);
    assertThat(samples(CUMULATIVE, NOW_MILLIS + 500, NOW_MILLIS + 1_000, 0, 2, 0).get("h.p50"))
        .isCloseTo(1.5, within(1e-9));
  }

  @Test
  void nothingAddedGivesNoQuantiles() {
    samples(CUMULATIVE, 0, NOW_MILLIS, 5, 5, 5);
    assertThat(samples(CUMULATIVE, 0, NOW_MILLIS + 1_000, 5, 5, 5))
        .containsOnlyKeys("h.count", "h.sum");
  }

  @Test
  void whatIsBeyondTheLastBoundIsToldAsTheLastBound() {
    assertThat(samples(DELTA, 0, NOW_MILLIS, 0, 0, 3).get("h.p50")).isEqualTo(2);
  }

  @Test
  void bucketsThatContradictEachOtherAreRejected() {
    Metric metric =
        metric(
            DELTA,
            HistogramDataPoint.newBuilder()
                .setTimeUnixNano(nanos(NOW_MILLIS))
                .addAllBucketCounts(List.of(1L, 2L))
                .addAllExplicitBounds(List.of(1.0, 2.0))
                .build());
    var translated =
        OtlpMetrics.translate(
            Otlp.metrics(Otlp.resource(Map.of()), metric), NOW_MILLIS, memory, Otlp.MAPPING);
    assertThat(translated.facts()).isEmpty();
    assertThat(translated.rejections().counts()).containsEntry(Reason.BUCKETS, 1L);
  }

  @Test
  void exponentialBucketsLieWhereTheirScaleSays() {
    Optional<Buckets> buckets =
        OtlpHistograms.exponential(
            ExponentialHistogramDataPoint.newBuilder()
                .setScale(0)
                .setPositive(
                    ExponentialHistogramDataPoint.Buckets.newBuilder()
                        .setOffset(2)
                        .addAllBucketCounts(List.of(4L)))
                .build());
    assertThat(buckets.orElseThrow().quantile(0.5)).hasValue(6);
    assertThat(buckets.orElseThrow().quantile(1)).hasValue(8);
  }

  @Test
  void exponentialBucketsBelowAndAroundZeroAreToldInOrder() {
    Buckets buckets =
        OtlpHistograms.exponential(
                ExponentialHistogramDataPoint.newBuilder()
                    .setScale(0)
                    .setZeroCount(2)
                    .setNegative(
                        ExponentialHistogramDataPoint.Buckets.newBuilder()
                            .setOffset(0)
                            .addAllBucketCounts(List.of(1L, 1L)))
                    .build())
            .orElseThrow();
    assertThat(buckets.quantile(0.25)).hasValue(-2);
    assertThat(buckets.quantile(0.5)).hasValue(-1);
    assertThat(buckets.quantile(1).orElseThrow()).isCloseTo(0, within(1e-300));
  }

  @Property
  void quantilesGrowWithTheirRankAndStayWithinTheBounds(
      @ForAll @Size(4) List<@IntRange(max = 1_000) Integer> counts,
      @ForAll @DoubleRange(max = 1) double low,
      @ForAll @DoubleRange(max = 1) double high) {
    long[] all = counts.stream().mapToLong(Integer::longValue).toArray();
    Buckets buckets = Buckets.of(new double[] {1, 5, 25}, all).orElseThrow();
    double least = buckets.quantile(Math.min(low, high)).orElse(0);
    double most = buckets.quantile(Math.max(low, high)).orElse(0);
    assertThat(least).isBetween(0.0, 25.0).isLessThanOrEqualTo(most);
  }

  private Map<String, Double> samples(
      AggregationTemporality temporality, long startMillis, long timeMillis, long... counts) {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder()
            .setStartTimeUnixNano(nanos(startMillis))
            .setTimeUnixNano(nanos(timeMillis))
            .setSum(1)
            .addAllExplicitBounds(List.of(1.0, 2.0));
    long total = 0;
    for (long count : counts) {
      point.addBucketCounts(count);
      total += count;
    }
    var translated =
        OtlpMetrics.translate(
            Otlp.metrics(
                Otlp.resource(Map.of()), metric(temporality, point.setCount(total).build())),
            NOW_MILLIS,
            memory,
            Otlp.MAPPING);
    Map<String, Double> samples = new TreeMap<>();
    for (MetricFrame frame : translated.facts()) {
      for (int i = 0; i < frame.values().length; i++) {
        samples.put(frame.series().name(i), frame.values()[i]);
      }
    }
    return samples;
  }

  private static Metric metric(AggregationTemporality temporality, HistogramDataPoint point) {
    return Metric.newBuilder()
        .setName("h")
        .setHistogram(
            Histogram.newBuilder().setAggregationTemporality(temporality).addDataPoints(point))
        .build();
  }
}
