package io.homeostat.processors.cluster;

import io.homeostat.processors.shell.FoldJob;
import io.homeostat.schemas.service.ServiceException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster within this process. */
public final class FlinkCluster implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FlinkCluster.class);

  private final FlinkSettings settings;
  private final MiniCluster cluster;

  private FlinkCluster(FlinkSettings settings, MiniCluster cluster) {
    this.settings = settings;
    this.cluster = cluster;
  }

  /**
   * Starts a cluster with room for {@code jobs} jobs.
   *
   * @throws ServiceException when it can't start
   */
  public static FlinkCluster start(FlinkSettings settings, int jobs) {
    int slots = Math.max(1, jobs * settings.parallelism());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(ClusterOptions.of(settings, slots))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      // A killed process leaves its temporary files.
      FileTree.delete(ClusterOptions.temporary(settings));
      Files.createDirectories(ClusterOptions.temporary(settings));
      cluster.start();
      return new FlinkCluster(settings, cluster);
    } catch (Exception e) {
      throw new ServiceException(
          "Flink can't start with its web page on 127.0.0.1:"
              + settings.webPort()
              + ": "
              + rootMessage(e)
              + ". Is the port taken, or "
              + settings.folder()
              + " not writable?",
          e);
    }
  }

  /** The web page. */
  public URI web() {
    return cluster.getRestAddress().join();
  }

  /**
   * Starts a job on its newest good checkpoint, or from the beginning of its lanes if it has none.
   *
   * @param assembly gives the job its source and sink
   */
  public RunningJob submit(FoldJob job, Consumer<StreamExecutionEnvironment> assembly) {
    CheckpointFolder checkpoints = new CheckpointFolder(checkpoints(job));
    Optional<Path> restored = checkpoints.newest();
    Configuration options =
        JobOptions.durable(
            settings.parallelism(), settings.checkpointInterval(), checkpoints.folder(), restored);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(options);
    assembly.accept(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(job.name());
    log.info(
        "job {} starts {}",
        job.name(),
        restored.map(path -> "from checkpoint " + path).orElse("from the beginning of its lanes"));
    return RunningJob.submit(cluster, graph.getJobGraph(), checkpoints, restored);
  }

  /** Where a job's checkpoints are: state of another version is never restored. */
  Path checkpoints(FoldJob job) {
    return settings
        .folder()
        .resolve("checkpoints")
        .resolve(job.name())
        .resolve("v" + job.version());
  }

  private static String rootMessage(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      log.warn("Flink did not close cleanly", e);
    }
  }
}
