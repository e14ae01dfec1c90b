package io.homeostat.processors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.kafka.TestBroker;
import io.homeostat.processors.recorded.Await;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.recorded.MetricLanes;
import io.homeostat.processors.recorded.Reference;
import io.homeostat.processors.recorded.SampleContext;
import io.homeostat.processors.shell.LaneBytes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkServiceTest {
  private static final Lanes LANES = Lanes.LOCAL;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<Stream> OUTPUTS =
      List.of(Stream.SIGNALS, Stream.STATES, Stream.DEAD_LETTERS);

  @Test
  void killedAndStoppedInTheMiddleItLosesNothingAndRepeatsOnlyTheSame(@TempDir Path folder)
      throws Exception {
    List<List<LaneBytes>> lanes =
        new MetricLanes(17, LANES, 30, 4, 120, SampleContext.documents()).record();
    try (TestBroker broker = TestBroker.startForRecordings(folder, LANES)) {
      try (FlinkProcess first = FlinkProcess.start(folder, broker.bootstrap())) {
        assertThat(get(first.web() + "/jobs/overview")).contains("telemetry").contains("RUNNING");
        assertThat(get(first.web())).contains("Apache Flink");
        broker.play(Stream.METRICS, part(lanes, 0, 0.5));
        Await.until(
            "some outputs", LIMIT, () -> broker.outputs(List.of(Stream.SIGNALS)).size() > 100);
        first.kill();
      }
      broker.play(Stream.METRICS, part(lanes, 0.5, 0.8));
      try (FlinkProcess second = FlinkProcess.start(folder, broker.bootstrap())) {
        assertThat(second.log()).contains("starts from checkpoint");
        assertThat(second.end()).isZero();
      }
      broker.play(Stream.METRICS, part(lanes, 0.8, 1));
      try (FlinkProcess third = FlinkProcess.start(folder, broker.bootstrap())) {
        int expected = 0;
        for (int lane = 0; lane < LANES.telemetry(); lane++) {
          expected += expected(lanes, lane).size();
        }
        int all = expected;
        Await.until("all outputs", LIMIT, () -> distinct(broker.outputs(OUTPUTS)) >= all);
        Collection<Emitted> written = broker.outputs(OUTPUTS);
        for (int lane = 0; lane < LANES.telemetry(); lane++) {
          Emitted.requireSame(
              Emitted.byTarget(expected(lanes, lane)),
              Emitted.byTarget(Emitted.distinct(written, lane)));
        }
        assertThat(third.end()).isZero();
      }
    }
  }

  private static long distinct(Collection<Emitted> outputs) {
    return outputs.stream().map(Emitted::origin).distinct().count();
  }

  private static List<Emitted> expected(List<List<LaneBytes>> lanes, int lane) {
    return new Reference(new TelemetryFold(), LANES, lane).run(lanes.get(lane));
  }

  private static List<List<LaneBytes>> part(List<List<LaneBytes>> lanes, double from, double to) {
    return lanes.stream()
        .map(lane -> lane.subList((int) (lane.size() * from), (int) (lane.size() * to)))
        .toList();
  }

  private static String get(String address) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }
}
