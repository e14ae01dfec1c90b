package io.homeostat.ingest.otlp;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.intake.Frames;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.SenderTime;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Translates a metrics request. Numbers keep name and value as they were sent; a histogram becomes
 * {@code NAME.count}, {@code .sum}, and {@code .p50}, {@code .p95}, {@code .p99} of what was added
 * since its point before; a summary likewise, with the quantiles it brings. Attributes become
 * labels.
 */
public final class OtlpMetrics {
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\s\"{}]{1,255}");

  private final OtlpHistograms histograms;
  private final EntityMapping mapping;
  private final long receivedMillis;
  private final Rejections rejections = new Rejections();
  private final Frames frames = new Frames();
  private long accepted;

  private OtlpMetrics(HistogramMemory memory, EntityMapping mapping, long receivedMillis) {
    this.mapping = mapping;
    this.histograms = new OtlpHistograms(memory);
    this.receivedMillis = receivedMillis;
  }

  /**
   * Translates a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @param memory the histograms' last points, which this call updates
   * @param mapping what a resource is
   */
  public static Translated<MetricFrame> translate(
      ExportMetricsServiceRequest request,
      long receivedMillis,
      HistogramMemory memory,
      EntityMapping mapping) {
    OtlpMetrics translation = new OtlpMetrics(memory, mapping, receivedMillis);
    request.getResourceMetricsList().forEach(translation::take);
    return new Translated<>(
        translation.frames.toList(receivedMillis), translation.accepted, translation.rejections);
  }

  private void take(ResourceMetrics resource) {
    long points =
        resource.getScopeMetricsList().stream()
            .flatMap(scope -> scope.getMetricsList().stream())
            .mapToLong(OtlpMetrics::points)
            .sum();
    Optional<EntityId> entity = OtlpEntity.of(resource.getResource(), mapping, points, rejections);
    if (entity.isPresent()) {
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        scope.getMetricsList().forEach(metric -> take(entity.get(), metric));
      }
    }
  }

  private void take(EntityId entity, Metric metric) {
    if (!NAME.matcher(metric.getName()).matches()) {
      rejections.add(
          Reason.NAME,
          points(metric),
          "'" + metric.getName() + "' is no metric's name (1 to 255 characters, no blanks)");
      return;
    }
    switch (metric.getDataCase()) {
      case GAUGE -> numbers(entity, metric, metric.getGauge().getDataPointsList());
      case SUM -> numbers(entity, metric, metric.getSum().getDataPointsList());
      case HISTOGRAM ->
          metric
              .getHistogram()
              .getDataPointsList()
              .forEach(point -> histogram(entity, metric, point));
      case EXPONENTIAL_HISTOGRAM ->
          metric
              .getExponentialHistogram()
              .getDataPointsList()
              .forEach(point -> exponential(entity, metric, point));
      case SUMMARY ->
          metric.getSummary().getDataPointsList().forEach(point -> summary(entity, metric, point));
      default -> rejections.add(Reason.KIND, 1, metric.getName() + " has no data");
    }
  }

  private void numbers(EntityId entity, Metric metric, List<NumberDataPoint> points) {
    for (NumberDataPoint point : points) {
      if (unrecorded(point.getFlags())) {
        accepted++;
      } else if (point.getValueCase() == NumberDataPoint.ValueCase.VALUE_NOT_SET) {
        rejections.add(Reason.KIND, 1, metric.getName() + " has a point without a value");
      } else {
        place(point.getTimeUnixNano(), point.getAttributesList())
            .ifPresent(
                place ->
                    add(
                        entity,
                        place,
                        metric.getName(),
                        point.hasAsDouble() ? point.getAsDouble() : point.getAsInt()));
      }
    }
  }

  private void histogram(EntityId entity, Metric metric, HistogramDataPoint point) {
    Optional<Buckets> buckets = OtlpHistograms.explicit(point);
    if (unrecorded(point.getFlags())) {
      accepted++;
    } else if (buckets.isEmpty() && point.getBucketCountsCount() > 0) {
      rejections.add(Reason.BUCKETS, 1, metric.getName() + " has buckets that don't fit together");
    } else {
      distribution(
          entity,
          point.getAttributesList(),
          new Distribution(
              metric.getName(),
              metric.getHistogram().getAggregationTemporality(),
              point.getStartTimeUnixNano(),
              point.getTimeUnixNano(),
              point.getCount(),
              point.hasSum() ? OptionalDouble.of(point.getSum()) : OptionalDouble.empty(),
              buckets));
    }
  }

  private void exponential(EntityId entity, Metric metric, ExponentialHistogramDataPoint point) {
    if (unrecorded(point.getFlags())) {
      accepted++;
      return;
    }
    distribution(
        entity,
        point.getAttributesList(),
        new Distribution(
            metric.getName(),
            metric.getExponentialHistogram().getAggregationTemporality(),
            point.getStartTimeUnixNano(),
            point.getTimeUnixNano(),
            point.getCount(),
            point.hasSum() ? OptionalDouble.of(point.getSum()) : OptionalDouble.empty(),
            OtlpHistograms.exponential(point)));
  }

  private record Distribution(
      String name,
      AggregationTemporality temporality,
      long startNanos,
      long timeNanos,
      long count,
      OptionalDouble sum,
      Optional<Buckets> buckets) {}

  private void distribution(EntityId entity, List<KeyValue> attributes, Distribution point) {
    Optional<Place> at = place(point.timeNanos(), attributes);
    if (at.isEmpty()) {
      return;
    }
    Place place = at.get();
    add(entity, place, point.name() + ".count", (double) point.count());
    point.sum().ifPresent(sum -> more(entity, place, point.name() + ".sum", sum));
    String series = entity.text() + ' ' + point.name() + place.labels();
    point
        .buckets()
        .flatMap(
            buckets ->
                histograms.added(
                    point.temporality(), series, point.startNanos(), point.timeNanos(), buckets))
        .ifPresent(
            added ->
                Buckets.QUANTILES.forEach(
                    (suffix, rank) ->
                        added
                            .quantile(rank)
                            .ifPresent(
                                value -> more(entity, place, point.name() + suffix, value))));
  }

  private void summary(EntityId entity, Metric metric, SummaryDataPoint point) {
    if (unrecorded(point.getFlags())) {
      accepted++;
      return;
    }
    place(point.getTimeUnixNano(), point.getAttributesList())
        .ifPresent(
            place -> {
              add(entity, place, metric.getName() + ".count", (double) point.getCount());
              more(entity, place, metric.getName() + ".sum", point.getSum());
              Buckets.QUANTILES.forEach(
                  (suffix, rank) ->
                      point.getQuantileValuesList().stream()
                          .filter(value -> value.getQuantile() == rank)
                          .forEach(
                              value ->
                                  more(
                                      entity, place, metric.getName() + suffix, value.getValue())));
            });
  }

  /** When, and with which labels, a point's samples stand. */
  private record Place(long timeMillis, String labels) {}

  private Optional<Place> place(long unixNanos, List<KeyValue> attributes) {
    OptionalLong time = SenderTime.nanos(unixNanos, receivedMillis, rejections);
    return time.isEmpty()
        ? Optional.empty()
        : Labels.of(attributes, rejections).map(labels -> new Place(time.getAsLong(), labels));
  }

  /** The first sample of a point, which counts the point as accepted. */
  private void add(EntityId entity, Place place, String name, double value) {
    if (more(entity, place, name, value)) {
      accepted++;
    } else {
      rejections.add(
          Reason.TOO_MUCH, 1, "more than " + Frames.MOST + " entities and times in one request");
    }
  }

  /** Another sample of a point; where the first has been refused, this is too. */
  private boolean more(EntityId entity, Place place, String name, double value) {
    return frames.add(entity, place.timeMillis(), name + place.labels(), value);
  }

  private static boolean unrecorded(int flags) {
    return (flags & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) != 0;
  }

  private static long points(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsCount();
      case SUM -> metric.getSum().getDataPointsCount();
      case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
      case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
      case SUMMARY -> metric.getSummary().getDataPointsCount();
      default -> 1;
    };
  }
}
