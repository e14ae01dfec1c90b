package io.homeostat.ingest.otlp;

import static io.homeostat.ingest.otlp.Otlp.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.Frames;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecordedPayloadsTest {
  private static final byte[] METRICS = Otlp.recorded("java-agent-metrics.pb");
  private static final byte[] LOGS = Otlp.recorded("java-agent-logs.pb");

  private final Wire wire = new Wire();

  @Test
  void theJavaAgentsMetricsBecomeFramesOfItsService() throws Exception {
    var translated =
        OtlpMetrics.translate(
            ExportMetricsServiceRequest.parseFrom(METRICS),
            NOW_MILLIS,
            new HistogramMemory(),
            Otlp.MAPPING);
    assertThat(translated.rejections().total()).isZero();
    assertThat(translated.facts()).hasSize(1);
    MetricFrame frame = translated.facts().get(0);
    assertThat(frame.entity().text()).isEqualTo("service:default/default/demo");
    assertThat(frame.timeMillis()).isEqualTo(1_795_168_840_696L);
    String labels =
        "{http.request.method=\"GET\",http.response.status_code=\"200\",http.route=\"/x\","
            + "network.protocol.version=\"1.1\",url.scheme=\"http\"}";
    int count = frame.series().names().indexOf("http.server.request.duration.count" + labels);
    assertThat(frame.values()[count]).isEqualTo(6);
    assertThat(frame.series().names())
        .contains("http.server.request.duration.sum" + labels)
        .contains(
            "jvm.memory.used{jvm.memory.pool.name=\"Metaspace\",jvm.memory.type=\"non_heap\"}")
        .isSorted();
  }

  @Test
  void theJavaAgentsLogsBecomeEntries() throws Exception {
    var translated =
        OtlpLogs.translate(ExportLogsServiceRequest.parseFrom(LOGS), NOW_MILLIS, Otlp.MAPPING);
    assertThat(translated.rejections().total()).isZero();
    assertThat(translated.facts()).isNotEmpty();
    LogEntry last = translated.facts().get(translated.facts().size() - 1);
    assertThat(last.level()).isEqualTo(LogEntry.Level.WARN);
    assertThat(last.body()).isEqualTo("handling /x?bad");
    assertThat(last.attributes()).containsEntry("span_id", "7d721392e69206cc");
  }

  @Property(tries = 2_000)
  void damagedMetricsAreRefusedOrTranslatedAndNothingElse(
      @ForAll @Size(min = 1, max = 8) int[] places,
      @ForAll byte damage,
      @ForAll @IntRange(max = 4_000) int end)
      throws WireException {
    byte[] bytes = damaged(METRICS, places, damage, end);
    try {
      ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(bytes);
      var translated =
          OtlpMetrics.translate(request, NOW_MILLIS, new HistogramMemory(), Otlp.MAPPING);
      for (MetricFrame frame : translated.facts()) {
        assertThat(frame.values().length).isBetween(1, Frames.LARGEST);
        assertSurvivesTheWire(frame);
      }
      assertThat(translated.rejections().message()).doesNotContainPattern("\\p{Cntrl}");
    } catch (InvalidProtocolBufferException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Property(tries = 2_000)
  void damagedLogsAreRefusedOrTranslatedAndNothingElse(
      @ForAll @Size(min = 1, max = 8) int[] places,
      @ForAll byte damage,
      @ForAll @IntRange(max = 1_000) int end)
      throws WireException {
    byte[] bytes = damaged(LOGS, places, damage, end);
    try {
      ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(bytes);
      for (LogEntry entry : OtlpLogs.translate(request, NOW_MILLIS, Otlp.MAPPING).facts()) {
        assertSurvivesTheWire(entry);
      }
    } catch (InvalidProtocolBufferException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private void assertSurvivesTheWire(Fact fact) throws WireException {
    byte[] bytes = wire.encode(new Origin("test", 0, 1, 0), fact);
    Fact read = wire.decode(bytes).fact();
    assertThat(wire.encode(new Origin("test", 0, 1, 0), read)).isEqualTo(bytes);
  }

  private static byte[] damaged(byte[] good, int[] places, byte damage, int end) {
    byte[] bytes = Arrays.copyOf(good, Math.min(good.length, Math.max(1, end)));
    for (int place : places) {
      bytes[Math.floorMod(place, bytes.length)] = (byte) (damage ^ place);
    }
    return bytes;
  }
}
