package io.homeostat.demo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.demo.Eventually;
import io.homeostat.demo.TestFolder;
import io.homeostat.demo.telemetry.OtlpMessages.Measurement;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpExporterTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final OtlpMessages MESSAGES = OtlpMessages.service("rag", "retriever");

  @Test
  void whatWaitedWhileTheReceiverWasAwayArrivesInOrder() throws Exception {
    int port = TestFolder.freePort();
    try (OtlpExporter exporter = OtlpExporter.start(URI.create("http://127.0.0.1:" + port))) {
      for (int i = 0; i < 5; i++) {
        exporter.metrics(message(i));
      }
      try (OtlpSink sink = OtlpSink.start(port)) {
        Eventually.await("five arrive", LIMIT, () -> sink.metrics().size() == 5);
        assertThat(sink.metrics().stream().map(OtlpExporterTest::value))
            .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        assertThat(exporter.dropped()).isZero();
      }
    }
  }

  @Test
  void theOldestAreDroppedAndCountedWhenTooManyWait() throws IOException {
    int nobody = TestFolder.freePort();
    try (OtlpExporter exporter = OtlpExporter.start(URI.create("http://127.0.0.1:" + nobody))) {
      int surplus = 50;
      for (int i = 0; i < OtlpExporter.CAPACITY + surplus; i++) {
        exporter.metrics(message(i));
      }
      // One may be in the sender's hand.
      assertThat(exporter.dropped()).isBetween(surplus - 1L, (long) surplus);
    }
  }

  @Test
  void anOverloadedReceiverIsTriedAgainAndARefusalIsNot() throws Exception {
    try (OtlpSink sink = OtlpSink.start(0);
        OtlpExporter exporter = OtlpExporter.start(sink.address())) {
      sink.answer(503);
      exporter.metrics(message(1));
      sink.answer(200);
      Eventually.await("it arrives after all", LIMIT, () -> sink.metrics().size() == 1);
      assertThat(exporter.dropped()).isZero();
      sink.answer(400);
      exporter.metrics(message(2));
      Eventually.await("the refused one is dropped", LIMIT, () -> exporter.dropped() == 1);
      sink.answer(200);
      exporter.metrics(message(3));
      Eventually.await("the next arrives", LIMIT, () -> sink.metrics().size() == 2);
      assertThat(value(sink.metrics().get(1))).isEqualTo(3);
    }
  }

  private static ExportMetricsServiceRequest message(int value) {
    return MESSAGES.metrics(Instant.EPOCH, List.of(new Measurement("a", "1", value)));
  }

  private static double value(ExportMetricsServiceRequest request) {
    return request
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetrics(0)
        .getGauge()
        .getDataPoints(0)
        .getAsDouble();
  }
}
