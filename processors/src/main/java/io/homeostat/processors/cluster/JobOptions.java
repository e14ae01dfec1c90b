package io.homeostat.processors.cluster;

import io.homeostat.processors.shell.LaneKeys;
import io.homeostat.schemas.service.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.ExecutionConfig.ClosureCleanerLevel;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;

/** Flink's options for a job that folds. */
public final class JobOptions {
  /** Time between checkpoints. */
  public static final Setting<Integer> CHECKPOINT_MILLIS =
      Setting.number(
          "flink.checkpoint.millis", 5_000, 10, 3_600_000, "milliseconds between checkpoints");

  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(10);
  private static final Duration CHECKPOINT_LIMIT = Duration.ofMinutes(2);
  private static final Duration FIRST_RESTART = Duration.ofMillis(200);
  private static final Duration LATEST_RESTART = Duration.ofSeconds(10);

  private JobOptions() {}

  /** Options without checkpoints: low latency, nothing left to Kryo. */
  public static Configuration plain(int parallelism) {
    Configuration options = folding();
    options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    options.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    return options;
  }

  /**
   * Options with checkpoints in {@code folder} that outlive the job, and unlimited restarts.
   *
   * @param restored the checkpoint to begin with, which becomes the job's own
   */
  public static Configuration durable(
      int parallelism, Duration checkpointInterval, Path folder, Optional<Path> restored) {
    Configuration options = plain(parallelism);
    stored(options, folder, restored);
    checkpoints(options, checkpointInterval);
    restarts(options);
    return options;
  }

  /**
   * Options for a cluster of one's own, which decides on parallelism, state backend, where
   * checkpoints go and what is restored.
   */
  public static Configuration clustered(Duration checkpointInterval) {
    Configuration options = folding();
    checkpoints(options, checkpointInterval);
    restarts(options);
    return options;
  }

  /**
   * Options for a cluster of one's own without a memory: the job goes on from the newest checkpoint
   * in {@code folder} that can be restored.
   *
   * @param folder the job's own, in which all of Flink's processes can read and write; the job must
   *     not be running
   */
  public static Configuration resumed(Duration checkpointInterval, Path folder) {
    Configuration options = clustered(checkpointInterval);
    stored(options, folder, new CheckpointFolder(folder).newest());
    return options;
  }

  private static void stored(Configuration options, Path folder, Optional<Path> restored) {
    options.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    options.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    options.set(CheckpointingOptions.CREATE_CHECKPOINT_SUB_DIR, false);
    restored.ifPresent(
        checkpoint -> {
          options.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
          options.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
  }

  private static Configuration folding() {
    Configuration options = new Configuration();
    options.set(PipelineOptions.MAX_PARALLELISM, LaneKeys.MAX_PARALLELISM);
    options.set(PipelineOptions.GENERIC_TYPES, false);
    options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    // Records between operators are immutable, and no operator keeps one.
    options.set(PipelineOptions.OBJECT_REUSE, true);
    options.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
    options.set(PipelineOptions.CLOSURE_CLEANER_LEVEL, ClosureCleanerLevel.NONE);
    options.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    return options;
  }

  private static void checkpoints(Configuration options, Duration interval) {
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    options.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_LIMIT);
    options.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    options.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    options.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
    // The compressed form carries checksums.
    options.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true);
  }

  private static void restarts(Configuration options) {
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    options.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, FIRST_RESTART);
    options.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, LATEST_RESTART);
  }
}
