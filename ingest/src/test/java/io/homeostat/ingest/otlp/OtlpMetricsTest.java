package io.homeostat.ingest.otlp;

import static io.homeostat.ingest.otlp.Otlp.NOW_MILLIS;
import static io.homeostat.ingest.otlp.Otlp.gauge;
import static io.homeostat.ingest.otlp.Otlp.metrics;
import static io.homeostat.ingest.otlp.Otlp.nanos;
import static io.homeostat.ingest.otlp.Otlp.point;
import static io.homeostat.ingest.otlp.Otlp.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Translated;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint.ValueAtQuantile;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OtlpMetricsTest {
  private static final Map<String, String> RETRIEVER =
      Map.of(
          "service.name", "retriever",
          "service.namespace", "rag",
          "deployment.environment.name", "demo");

  private final HistogramMemory memory = new HistogramMemory();

  @Test
  void theEntityIsTheServiceUnlessTheResourceNamesOne() {
    assertThat(entityOf(RETRIEVER)).isEqualTo("service:demo/rag/retriever");
    assertThat(entityOf(Map.of())).isEqualTo("service:default/default/unknown_service");
    assertThat(entityOf(Map.of("deployment.environment", "prod", "service.name", "a b/c")))
        .isEqualTo("service:prod/default/a%20b%2Fc");
    assertThat(entityOf(Map.of("homeostat.entity", "pg-index:demo/rag/public.i")))
        .isEqualTo("pg-index:demo/rag/public.i");
  }

  @Test
  void aResourceThatNamesNoEntityLosesItsPointsAndSaysWhy() {
    var translated =
        translate(
            metrics(
                resource(Map.of("homeostat.entity", "nonsense")),
                gauge("a", point(NOW_MILLIS, 1, Map.of()), point(NOW_MILLIS, 2, Map.of()))));
    assertThat(translated.facts()).isEmpty();
    assertThat(translated.rejections().counts()).containsExactly(entry(Reason.ENTITY, 2L));
    assertThat(translated.rejections().message()).contains("nonsense");
  }

  @Test
  void samplesOfOneEntityAtOneTimeAreOneFrameWithSortedNames() {
    var translated =
        translate(
            metrics(
                resource(RETRIEVER),
                gauge("z", point(NOW_MILLIS, 1, Map.of()), point(NOW_MILLIS - 5, 9, Map.of())),
                gauge("a", point(NOW_MILLIS, 2, Map.of()))));
    assertThat(translated.accepted()).isEqualTo(3);
    assertThat(translated.facts()).hasSize(2);
    MetricFrame frame = translated.facts().get(0);
    assertThat(frame.series().names()).containsExactly("a", "z");
    assertThat(frame.values()).containsExactly(2, 1);
    assertThat(frame.receivedMillis()).isEqualTo(NOW_MILLIS);
  }

  @Test
  void attributesBecomeSortedAndEscapedLabels() {
    var frame =
        translate(
                metrics(
                    resource(RETRIEVER),
                    gauge("a", point(NOW_MILLIS, 1, Map.of("b", "x\"y\\\n", "a.b", "1\u0007")))))
            .facts()
            .get(0);
    assertThat(frame.series().name(0)).isEqualTo("a{a.b=\"1\uFFFD\",b=\"x\\\"y\\\\\\n\"}");
  }

  @Test
  void moreThanAThousandSamplesAreSplit() {
    NumberDataPoint[] points =
        IntStream.range(0, 2_500)
            .mapToObj(i -> point(NOW_MILLIS, i, Map.of("i", Integer.toString(i))))
            .toArray(NumberDataPoint[]::new);
    assertThat(translate(metrics(resource(RETRIEVER), gauge("a", points))).facts())
        .extracting(frame -> frame.values().length)
        .containsExactly(1_000, 1_000, 500);
  }

  @Test
  void countersKeepNameAndValueAsSent() {
    Metric counter =
        Metric.newBuilder()
            .setName("requests")
            .setSum(
                Sum.newBuilder()
                    .setIsMonotonic(true)
                    .addDataPoints(
                        NumberDataPoint.newBuilder()
                            .setTimeUnixNano(nanos(NOW_MILLIS))
                            .setAsInt(1L << 40)))
            .build();
    assertThat(samples(metrics(resource(RETRIEVER), counter)))
        .containsExactly(entry("requests", 0x1p40));
  }

  @Test
  void summariesBringTheirQuantiles() {
    Metric summary =
        Metric.newBuilder()
            .setName("s")
            .setSummary(
                Summary.newBuilder()
                    .addDataPoints(
                        SummaryDataPoint.newBuilder()
                            .setTimeUnixNano(nanos(NOW_MILLIS))
                            .setCount(4)
                            .setSum(10)
                            .addQuantileValues(
                                ValueAtQuantile.newBuilder().setQuantile(0.95).setValue(7))
                            .addQuantileValues(
                                ValueAtQuantile.newBuilder().setQuantile(1).setValue(9))))
            .build();
    assertThat(samples(metrics(resource(RETRIEVER), summary)))
        .containsExactly(entry("s.count", 4.0), entry("s.p95", 7.0), entry("s.sum", 10.0));
  }

  @Test
  void aPointThatSaysItRecordedNothingIsAbsentAndNotRejected() {
    NumberDataPoint unrecorded =
        NumberDataPoint.newBuilder()
            .setTimeUnixNano(nanos(NOW_MILLIS))
            .setFlags(DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE)
            .build();
    var translated = translate(metrics(resource(RETRIEVER), gauge("a", unrecorded)));
    assertThat(translated.facts()).isEmpty();
    assertThat(translated.rejections().total()).isZero();
  }

  @Test
  void notANumberIsAValueThatTheSenderGave() {
    var request = metrics(resource(RETRIEVER), gauge("a", point(NOW_MILLIS, Double.NaN, Map.of())));
    assertThat(samples(request)).containsExactly(entry("a", Double.NaN));
  }

  @Test
  void whatCannotBeTakenIsCountedByReason() {
    var translated =
        translate(
            metrics(
                resource(RETRIEVER),
                gauge("good", point(NOW_MILLIS, 1, Map.of())),
                gauge("bad name", point(NOW_MILLIS, 1, Map.of())),
                gauge("no.time", point(0, 1, Map.of())),
                gauge("far", point(NOW_MILLIS + 3_600_000, 1, Map.of())),
                gauge("old", point(NOW_MILLIS - 25 * 3_600_000, 1, Map.of())),
                gauge("labels", point(NOW_MILLIS, 1, Map.of("a b", "1"))),
                gauge("empty", NumberDataPoint.newBuilder().setTimeUnixNano(1).build()),
                Metric.newBuilder().setName("kindless").build()));
    assertThat(translated.accepted()).isEqualTo(1);
    assertThat(new TreeMap<>(translated.rejections().counts()))
        .containsExactly(
            entry(Reason.NAME, 1L),
            entry(Reason.ATTRIBUTES, 1L),
            entry(Reason.TIME_MISSING, 1L),
            entry(Reason.TIME_FAR, 2L),
            entry(Reason.KIND, 2L));
  }

  private String entityOf(Map<String, String> attributes) {
    return translate(metrics(resource(attributes), gauge("a", point(NOW_MILLIS, 1, Map.of()))))
        .facts()
        .get(0)
        .entity()
        .text();
  }

  private Map<String, Double> samples(ExportMetricsServiceRequest request) {
    Map<String, Double> samples = new TreeMap<>();
    for (MetricFrame frame : translate(request).facts()) {
      for (int i = 0; i < frame.values().length; i++) {
        samples.put(frame.series().name(i), frame.values()[i]);
      }
    }
    return samples;
  }

  private Translated<MetricFrame> translate(ExportMetricsServiceRequest request) {
    return OtlpMetrics.translate(request, NOW_MILLIS, memory, Otlp.MAPPING);
  }
}
