package io.homeostat.processors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.processors.recorded.Await;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.recorded.MetricLanes;
import io.homeostat.processors.recorded.Playback;
import io.homeostat.processors.recorded.Reference;
import io.homeostat.processors.recorded.TallyFold;
import io.homeostat.processors.shell.FoldJob;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.schemas.topics.Brokers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointFolderTest {
  private static final Lanes LANES = Lanes.LOCAL;
  private static final FoldJob JOB = new FoldJob("tally", TallyFold::new, LANES);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What can happen to the newest checkpoint. */
  enum Damage {
    NO_METADATA {
      @Override
      void to(Path checkpoint) throws IOException {
        Files.delete(checkpoint.resolve("_metadata"));
      }
    },
    CUT_OFF {
      @Override
      void to(Path checkpoint) throws IOException {
        byte[] whole = Files.readAllBytes(checkpoint.resolve("_metadata"));
        Files.write(checkpoint.resolve("_metadata"), Arrays.copyOf(whole, whole.length / 2));
      }
    },
    FLIPPED_STATE {
      @Override
      void to(Path checkpoint) throws IOException {
        byte[] bytes = Files.readAllBytes(checkpoint.resolve("_metadata"));
        int from = indexOf(bytes, "sNaPpY".getBytes(StandardCharsets.US_ASCII));
        for (int i = from + 20; i < from + 40; i++) {
          bytes[i] ^= 0x55;
        }
        Files.write(checkpoint.resolve("_metadata"), bytes);
      }
    };

    abstract void to(Path checkpoint) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void damagedCheckpointIsPassedOverForTheOneBeforeAndNothingIsLost(
      Damage damage, @TempDir Path folder) throws Exception {
    List<List<LaneBytes>> lanes =
        new MetricLanes(23, LANES, 20, 3, 60, Map.of("rules", "none")).record();
    try (Playback playback = new Playback(lanes)) {
      runInto(folder, playback);
      Path checkpoints = folder.resolve("checkpoints/tally/v1");
      List<Path> kept = checkpoints(checkpoints);
      assertThat(kept).hasSize(2);
      damage.to(kept.get(1));

      try (FlinkCluster next = FlinkCluster.start(settings(folder), 1);
          JobStarter starter = new JobStarter(next)) {
        starter
            .start(JOB, environment -> assemble(environment, playback, 100_000))
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .ended()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
      for (int lane = 0; lane < LANES.telemetry(); lane++) {
        Emitted.requireSame(
            new Reference(new TallyFold(), LANES, lane).run(lanes.get(lane)),
            Emitted.distinct(playback.outputs(), lane));
      }
      if (damage != Damage.NO_METADATA) {
        assertThat(checkpoints.resolve("damaged").resolve(kept.get(1).getFileName())).exists();
      }
    }
  }

  @Test
  void emptyFolderHasNoCheckpoint(@TempDir Path folder) {
    assertThat(new CheckpointFolder(folder.resolve("none")).newest()).isEqualTo(Optional.empty());
  }

  /** Runs a job for some checkpoints, then lets its cluster die. */
  private static void runInto(Path folder, Playback playback) throws Exception {
    try (FlinkCluster cluster = FlinkCluster.start(settings(folder), 1)) {
      cluster.submit(JOB, environment -> assemble(environment, playback, 400));
      Path checkpoints = folder.resolve("checkpoints/tally/v1");
      Await.until(
          "three checkpoints, and outputs",
          LIMIT,
          () ->
              checkpoints(checkpoints).stream()
                      .anyMatch(path -> path.getFileName().toString().equals("chk-4"))
                  && playback.outputs().size() > 50);
    }
  }

  private static void assemble(
      StreamExecutionEnvironment environment, Playback playback, double recordsPerSecond) {
    JOB.fold(
            environment
                .fromSource(
                    playback.source(RateLimiterStrategy.perSecond(recordsPerSecond)),
                    WatermarkStrategy.noWatermarks(),
                    "playback")
                .uid("playback"))
        .sinkTo(playback.sink())
        .uid("keep");
  }

  private static List<Path> checkpoints(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith("chk-"))
          .filter(path -> Files.exists(path.resolve("_metadata")))
          .sorted(
              Comparator.comparingInt(
                  path -> Integer.parseInt(path.getFileName().toString().substring(4))))
          .toList();
    }
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = bytes.length - wanted.length; i >= 0; i--) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("no compressed state in the checkpoint");
  }

  private static FlinkSettings settings(Path folder) {
    return new FlinkSettings(folder, Brokers.at(""), 0, 1, Duration.ofMillis(200), LANES);
  }
}
