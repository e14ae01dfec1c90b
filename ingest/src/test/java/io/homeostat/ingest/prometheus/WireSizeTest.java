package io.homeostat.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

/** What a sample takes on the way to Kafka: in the batches that the producer sends. */
class WireSizeTest {
  private static final long NOW = 1_795_168_841_000L;
  private static final int TARGETS = 20;
  private static final int SERIES = 100;

  private final Wire wire = new Wire();

  @Test
  void aSampleTakesAtMost24BytesOnTheWire() throws Exception {
    RemoteWrite reader =
        new RemoteWrite(new SeriesCache(EntityMapping.defaults(), 24 << 20), new HistogramMemory());
    byte[] request = Encoder.v1(series());
    List<SimpleRecord> records = new ArrayList<>();
    int samples = 0;
    for (MetricFrame frame :
        reader.read(request, request.length, RemoteWrite.Version.V1, NOW).translated().facts()) {
      samples += frame.values().length;
      records.add(
          new SimpleRecord(
              NOW,
              frame.entity().text().getBytes(StandardCharsets.UTF_8),
              wire.encode(new Origin("gateway/7f3a12bc45de", 1, samples, 0), frame)));
    }
    assertThat(samples).isEqualTo(TARGETS * SERIES);
    double bytes = compressed(records);
    assertThat(bytes / samples).as("bytes a sample").isLessThanOrEqualTo(24);
  }

  private static double compressed(List<SimpleRecord> records) {
    return MemoryRecords.withRecords(
            Compression.of(CompressionType.LZ4).build(), records.toArray(SimpleRecord[]::new))
        .sizeInBytes();
  }

  /** What a fleet of like instances says: names that repeat, values that don't. */
  private static List<Encoder.Series> series() {
    List<Encoder.Series> all = new ArrayList<>();
    for (int target = 0; target < TARGETS; target++) {
      for (int i = 0; i < SERIES; i++) {
        Map<String, String> labels =
            Map.of(
                "__name__", "http_server_request_duration_seconds_bucket",
                "instance", "10.42.0." + target + ":9090",
                "job", "retriever-" + target,
                "le", "0." + i,
                "namespace", "rag",
                "route", "/search/" + i % 7);
        all.add(
            new Encoder.Series(
                new TreeMap<>(labels),
                List.of(new Encoder.Sample(NOW, Math.sin(target * 1000.0 + i) * 1e6)),
                List.of()));
      }
    }
    return all;
  }
}
