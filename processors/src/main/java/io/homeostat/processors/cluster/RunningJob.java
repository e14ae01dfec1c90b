package io.homeostat.processors.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that was submitted. */
public final class RunningJob {
  private static final Logger log = LoggerFactory.getLogger(RunningJob.class);
  private static final Duration LAST_CHECKPOINT_LIMIT = Duration.ofSeconds(2);

  /** What stands in the trace of a failure to read a checkpoint, and of no other. */
  private static final List<String> READERS_OF_CHECKPOINTS =
      List.of(
          "BackendRestorerProcedure.createAndRestore",
          "SimpleVersionedListState$DeserializingIterator",
          "SourceCoordinator.resetToCheckpoint",
          "tryRestoreExecutionGraphFromSavepoint");

  /** How far a job has come. */
  enum Stage {
    STARTING,
    RUNNING,
    /** It can't read the checkpoint that it was to begin with. */
    UNRESTORABLE,
    ENDED
  }

  private final MiniCluster cluster;
  private final String name;
  private final JobID id;
  private final CheckpointFolder checkpoints;
  private final Optional<Path> restored;

  private RunningJob(
      MiniCluster cluster,
      String name,
      JobID id,
      CheckpointFolder checkpoints,
      Optional<Path> restored) {
    this.cluster = cluster;
    this.name = name;
    this.id = id;
    this.checkpoints = checkpoints;
    this.restored = restored;
  }

  /**
   * Submits a job.
   *
   * @param checkpoints where its checkpoints are
   * @param restored the one that it begins with
   */
  static RunningJob submit(
      MiniCluster cluster, JobGraph graph, CheckpointFolder checkpoints, Optional<Path> restored) {
    JobID id = cluster.submitJob(graph).join().getJobID();
    return new RunningJob(cluster, graph.getName(), id, checkpoints, restored);
  }

  public String name() {
    return name;
  }

  /** Completes when the job has come to an end of whatever kind. */
  public CompletableFuture<JobResult> ended() {
    return cluster.requestJobResult(id);
  }

  /**
   * How far it has come; RUNNING once every operator has its state and takes records, or has taken
   * all there were.
   */
  Stage stage() {
    AccessExecutionGraph graph = cluster.getExecutionGraph(id).join();
    if (restored.isPresent() && restoreFailed(graph)) {
      return Stage.UNRESTORABLE;
    }
    return switch (graph.getState()) {
      case FINISHED -> Stage.RUNNING;
      case FAILED, CANCELED -> Stage.ENDED;
      case RUNNING -> allTakeRecords(graph) ? Stage.RUNNING : Stage.STARTING;
      default -> Stage.STARTING;
    };
  }

  private static boolean allTakeRecords(AccessExecutionGraph graph) {
    return StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
        .map(AccessExecutionVertex::getExecutionState)
        .allMatch(state -> state == ExecutionState.RUNNING || state == ExecutionState.FINISHED);
  }

  /** Why it last failed; empty if it never did. */
  Optional<String> failure() {
    ErrorInfo info = cluster.getExecutionGraph(id).join().getFailureInfo();
    return Optional.ofNullable(info).map(ErrorInfo::getExceptionAsString);
  }

  /** Takes a checkpoint, if it can be done soon, and ends the job; the checkpoint stays. */
  CompletableFuture<Void> stop() {
    return cluster
        .triggerCheckpoint(id)
        .orTimeout(LAST_CHECKPOINT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              log.info("job {} ends without a last checkpoint: {}", name, failure.toString());
              return "";
            })
        .thenCompose(path -> cluster.cancelJob(id))
        .thenCompose(acknowledged -> ended())
        .thenAccept(result -> log.info("job {} has ended", name));
  }

  /** Ends a job that can't read its checkpoint, and sets the checkpoint aside. */
  void abandon() {
    String defect = failure().orElse("").lines().findFirst().orElse("");
    cluster
        .cancelJob(id)
        .thenCompose(acknowledged -> ended())
        .exceptionally(
            failure -> {
              log.debug("job {} had ended already", name, failure);
              return null;
            })
        .join();
    restored.ifPresent(checkpoint -> checkpoints.setAside(checkpoint, defect));
  }

  private static boolean restoreFailed(AccessExecutionGraph graph) {
    ErrorInfo info = graph.getFailureInfo();
    return info != null
        && READERS_OF_CHECKPOINTS.stream().anyMatch(info.getExceptionAsString()::contains);
  }
}
