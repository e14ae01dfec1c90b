package io.homeostat.processors.kafka;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.processors.cluster.JobOptions;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.recorded.MetricLanes;
import io.homeostat.processors.recorded.Reference;
import io.homeostat.processors.recorded.TallyFold;
import io.homeostat.processors.shell.FoldJob;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.schemas.topics.Brokers;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaLanesTest {
  private static final Lanes LANES = Lanes.LOCAL;

  @Test
  void fromKafkaToKafkaItGivesWhatThePlainRunnerGives(@TempDir Path folder) throws Exception {
    List<List<LaneBytes>> lanes =
        new MetricLanes(11, LANES, 40, 5, 90, Map.of("rules", "none")).record();
    FoldJob job = new FoldJob("tally", TallyFold::new, LANES);
    try (TestBroker broker = TestBroker.startForRecordings(folder, LANES)) {
      broker.play(Stream.METRICS, lanes);
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.createLocalEnvironment(4, JobOptions.plain(4));
      job.build(
          environment,
          InboxSource.recorded(Brokers.at(broker.bootstrap()), Stream.METRICS),
          OutboxSink.to(Brokers.at(broker.bootstrap())));
      environment.execute();
      Collection<Emitted> written =
          broker.outputs(List.of(Stream.SIGNALS, Stream.STATES, Stream.DEAD_LETTERS));
      for (int lane = 0; lane < LANES.telemetry(); lane++) {
        List<Emitted> expected = new Reference(new TallyFold(), LANES, lane).run(lanes.get(lane));
        Emitted.requireSame(
            Emitted.byTarget(expected), Emitted.byTarget(Emitted.distinct(written, lane)));
      }
    }
  }
}
