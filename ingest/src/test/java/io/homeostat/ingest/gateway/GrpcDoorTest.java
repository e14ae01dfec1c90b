package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class GrpcDoorTest {
  private static final String METRICS =
      "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
  private static TestBroker broker;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    broker = TestBroker.shared();
    gateway =
        RunningGateway.start(
            SmallGateway.settings(Map.of("gateway.grpc.port", "0")),
            broker.inbox(),
            new Doors(System::nanoTime).door("gateway"),
            InstantSource.system());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void whatIsAnsweredWithOkIsInTheLog() throws Exception {
    byte[] message =
        Requests.gauges(Instant.now(), Map.of("grpc.good", 1.0, "bad name", 2.0)).toByteArray();
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      for (boolean zipped : new boolean[] {false, true}) {
        AggregatedHttpResponse answer =
            call("gzip", framed(zipped ? 1 : 0, zipped ? gzip(message) : message));
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
        byte[] body = answer.content().array();
        ExportMetricsServiceResponse response =
            ExportMetricsServiceResponse.parseFrom(ByteBuffer.wrap(body, 5, body.length - 5));
        assertThat(response.getPartialSuccess().getRejectedDataPoints()).isEqualTo(1);
      }
      metrics.await(read -> read.all().stream().filter(r -> good(r.fact())).count() >= 2);
    }
  }

  @Test
  void itIsTakenAtGrpcsOwnPortToo() {
    int port = URI.create(gateway.addresses().get("grpc")).getPort();
    assertThat(port).isNotEqualTo(gateway.port());
    byte[] message = Requests.gauges(Instant.now(), Map.of("a", 1.0)).toByteArray();
    assertThat(call(port, "", framed(0, message)).trailers().get("grpc-status")).isEqualTo("0");
  }

  private static boolean good(Object fact) {
    return fact instanceof MetricFrame frame && frame.series().names().contains("grpc.good");
  }

  @Test
  void whatCannotBeTakenIsRefusedWithGrpcsCodes() throws Exception {
    assertRefused(call("", new byte[] {0, 0, 0}), "3", "one%20whole%20message");
    assertRefused(call("", framed(2, new byte[0])), "3", "message");
    assertRefused(call("", framed(0, new byte[] {1, 2, 3})), "3", "ExportMetricsServiceRequest");
    byte[] old = Requests.gauges(Instant.EPOCH.plusSeconds(9), Map.of("a", 1.0)).toByteArray();
    assertRefused(call("", framed(0, old)), "3", "time_far");
    assertRefused(call("zstd", framed(1, new byte[3])), "12", "zstd");
    assertRefused(call("gzip", framed(1, gzip(new byte[5_000_000]))), "8", "200000");
  }

  private static void assertRefused(AggregatedHttpResponse answer, String status, String text) {
    assertThat(answer.headers().get("grpc-status")).isEqualTo(status);
    assertThat(answer.headers().get("grpc-message")).contains(text);
  }

  private static AggregatedHttpResponse call(String encoding, byte[] body) {
    return call(gateway.port(), encoding, body);
  }

  private static AggregatedHttpResponse call(int port, String encoding, byte[] body) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(HttpMethod.POST, METRICS)
            .add("content-type", "application/grpc")
            .add("te", "trailers");
    if (!encoding.isEmpty()) {
      headers.add("grpc-encoding", encoding);
    }
    AggregatedHttpResponse answer;
    Instant end = Instant.now().plusSeconds(60);
    do {
      answer =
          WebClient.of("h2c://127.0.0.1:" + port).execute(headers.build(), body).aggregate().join();
    } while ("14".equals(answer.headers().get("grpc-status")) && Instant.now().isBefore(end));
    return answer;
  }

  private static byte[] framed(int flag, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }
}
