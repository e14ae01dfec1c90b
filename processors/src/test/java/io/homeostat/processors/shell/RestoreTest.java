package io.homeostat.processors.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.processors.cluster.FlinkCluster;
import io.homeostat.processors.cluster.FlinkSettings;
import io.homeostat.processors.cluster.RunningJob;
import io.homeostat.processors.recorded.Await;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.recorded.Playback;
import io.homeostat.processors.recorded.Recording;
import io.homeostat.schemas.topics.Brokers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestoreTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final double RUN_SECONDS = 4;

  @BeforeEach
  void forgetFailures() {
    Stumble.reset();
  }

  @ParameterizedTest
  @MethodSource("io.homeostat.processors.recorded.Recording#all")
  void aJobThatFailsTwiceGivesWhatThePlainRunnerGives(Recording recording, @TempDir Path folder)
      throws Exception {
    List<List<LaneBytes>> lanes = recording.lanes(13);
    try (Playback playback = new Playback(lanes);
        FlinkCluster cluster = FlinkCluster.start(settings(folder), 1)) {
      List<Long> places = List.of(playback.size() / 3L, playback.size() * 2L / 3);
      RunningJob job =
          cluster.submit(recording.job(), assembly(recording, playback, new Stumble(places)));
      job.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(Stumble.falls()).isEqualTo(2);
      recording.requireIdentity(lanes, playback);
      requireRepetitions(playback);
    }
  }

  @ParameterizedTest
  @MethodSource("io.homeostat.processors.recorded.Recording#all")
  void aClusterKilledInTheMiddleGoesOnFromItsNewestCheckpoint(
      Recording recording, @TempDir Path folder) throws Exception {
    List<List<LaneBytes>> lanes = recording.lanes(14);
    Stumble never = new Stumble(List.of());
    try (Playback playback = new Playback(lanes)) {
      try (FlinkCluster killed = FlinkCluster.start(settings(folder), 1)) {
        killed.submit(recording.job(), assembly(recording, playback, never));
        Await.until(
            "half of the records folded, after a checkpoint",
            LIMIT,
            () -> Stumble.checkpoints() > 2 && Stumble.records() > playback.size() / 2);
      }
      long before = Stumble.records();
      assertThat(before).isLessThan(playback.size());
      try (FlinkCluster next = FlinkCluster.start(settings(folder), 1)) {
        next.submit(recording.job(), assembly(recording, playback, never))
            .ended()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }

      assertThat(Stumble.records()).isLessThan(before + playback.size());
      recording.requireIdentity(lanes, playback);
    }
  }

  private static void requireRepetitions(Playback playback) {
    assertThat(playback.outputs().stream().map(Emitted::origin).distinct().count())
        .as("some outputs were written more than once")
        .isLessThan(playback.outputs().size());
  }

  private static Consumer<StreamExecutionEnvironment> assembly(
      Recording recording, Playback playback, Stumble stumble) {
    double pace = playback.size() / RUN_SECONDS;
    return environment ->
        recording
            .job()
            .fold(
                environment
                    .fromSource(
                        playback.source(RateLimiterStrategy.perSecond(pace)),
                        WatermarkStrategy.noWatermarks(),
                        "playback")
                    .uid("playback")
                    .setParallelism(1)
                    .map(stumble)
                    .returns(RecordType.LANE_BYTES)
                    .uid("stumble")
                    .setParallelism(1))
            .sinkTo(playback.sink())
            .uid("keep");
  }

  private static FlinkSettings settings(Path folder) {
    return new FlinkSettings(folder, Brokers.at(""), 0, 4, Duration.ofMillis(200), Lanes.LOCAL);
  }
}
