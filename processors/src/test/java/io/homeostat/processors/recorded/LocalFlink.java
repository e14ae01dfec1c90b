package io.homeostat.processors.recorded;

import io.homeostat.processors.cluster.JobOptions;
import io.homeostat.processors.shell.FoldJob;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs a job over a playback to its end, in a Flink of this process. */
public final class LocalFlink {

  private LocalFlink() {}

  /** Returns when every record was folded and every output kept. */
  public static void run(FoldJob job, Playback playback, int parallelism) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            parallelism, JobOptions.plain(parallelism));
    job.fold(
            environment
                .fromSource(
                    playback.source(RateLimiterStrategy.noOp()),
                    WatermarkStrategy.noWatermarks(),
                    "playback")
                .uid("playback")
                .setParallelism(1))
        .sinkTo(playback.sink())
        .uid("keep");
    environment.execute(job.name());
  }
}
