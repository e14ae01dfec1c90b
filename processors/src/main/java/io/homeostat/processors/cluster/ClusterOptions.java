package io.homeostat.processors.cluster;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** Flink's options for a cluster within one small process on loopback. */
final class ClusterOptions {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int RPC_THREADS = 2;
  private static final int IO_THREADS = 2;

  private ClusterOptions() {}

  /** Options for {@code slots} workers that share this process. */
  static Configuration of(FlinkSettings settings, int slots) {
    Configuration options = new Configuration();
    addresses(options, settings);
    threads(options);
    memory(options, settings, slots);
    String temporary = temporary(settings).toString();
    options.set(CoreOptions.TMP_DIRS, temporary);
    options.set(WebOptions.TMP_DIR, temporary);
    options.set(org.apache.flink.configuration.ClusterOptions.PROCESS_WORKING_DIR_BASE, temporary);
    return options;
  }

  /** The folder of what lives no longer than the process. */
  static Path temporary(FlinkSettings settings) {
    return settings.folder().resolve("tmp");
  }

  private static void addresses(Configuration options, FlinkSettings settings) {
    options.set(RestOptions.ADDRESS, LOOPBACK);
    options.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    options.set(RestOptions.BIND_PORT, Integer.toString(settings.webPort()));
    options.set(JobManagerOptions.ADDRESS, LOOPBACK);
    options.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    options.set(TaskManagerOptions.HOST, LOOPBACK);
    options.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    // The page shows; it starts and ends nothing, and no page of another origin may ask it.
    options.set(WebOptions.SUBMIT_ENABLE, false);
    options.set(WebOptions.CANCEL_ENABLE, false);
    options.set(WebOptions.RESCALE_ENABLE, false);
    options.set(WebOptions.ACCESS_CONTROL_ALLOW_ORIGIN, "null");
    options.set(WebOptions.LOG_PATH, settings.folder().resolveSibling("logs/flink.log").toString());
  }

  private static void threads(Configuration options) {
    options.set(RpcOptions.FORK_JOIN_EXECUTOR_PARALLELISM_MIN, RPC_THREADS);
    options.set(RpcOptions.FORK_JOIN_EXECUTOR_PARALLELISM_MAX, RPC_THREADS);
    options.set(RestOptions.SERVER_NUM_THREADS, IO_THREADS);
    options.set(
        org.apache.flink.configuration.ClusterOptions.CLUSTER_IO_EXECUTOR_POOL_SIZE, IO_THREADS);
    options.set(JobManagerOptions.JOB_MANAGER_FUTURE_POOL_SIZE, IO_THREADS);
    options.set(JobManagerOptions.JOB_MANAGER_IO_POOL_SIZE, IO_THREADS);
    options.set(MetricOptions.QUERY_SERVICE_THREAD_PRIORITY, Thread.MIN_PRIORITY);
    // All is in one process: a long pause of it is no reason to take its parts for dead.
    options.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(10));
    options.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(3));
  }

  private static void memory(Configuration options, FlinkSettings settings, int slots) {
    // A job of one worker has no exchange.
    MemorySize network = MemorySize.ofMebiBytes(settings.parallelism() == 1 ? 4 : 8L + 4L * slots);
    options.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    options.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    options.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    // Only RocksDB and batch jobs use managed memory.
    options.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
    // Nothing is fetched by way of the blob server within one process.
    options.set(BlobServerOptions.OFFLOAD_MINSIZE, Integer.MAX_VALUE);
    options.set(JobManagerOptions.JOB_STORE_MAX_CAPACITY, 8);
    options.set(WebOptions.CHECKPOINTS_HISTORY_SIZE, 5);
    options.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, CheckpointFolder.KEPT);
  }
}
