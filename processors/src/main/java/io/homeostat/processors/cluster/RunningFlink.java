package io.homeostat.processors.cluster;

import io.homeostat.processors.kafka.InboxSource;
import io.homeostat.processors.kafka.OutboxSink;
import io.homeostat.processors.shell.FoldJob;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster with all its jobs running. */
final class RunningFlink implements RunningService {
  private static final Logger log = LoggerFactory.getLogger(RunningFlink.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

  private final FlinkCluster cluster;
  private final List<RunningJob> jobs;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  private RunningFlink(FlinkCluster cluster, List<RunningJob> jobs) {
    this.cluster = cluster;
    this.jobs = jobs;
  }

  /**
   * Starts the cluster and the jobs, and returns when every job takes records.
   *
   * @throws ServiceException when that can't be
   */
  static RunningFlink start(FlinkSettings settings, List<FoldJob> jobs) {
    FlinkCluster cluster = FlinkCluster.start(settings, jobs.size());
    try (JobStarter starter = new JobStarter(cluster)) {
      List<CompletableFuture<RunningJob>> starting =
          jobs.stream()
              .map(
                  job ->
                      starter.start(
                          job,
                          environment ->
                              job.build(
                                  environment,
                                  InboxSource.following(settings.brokers(), job.input()),
                                  OutboxSink.to(settings.brokers()))))
              .toList();
      RunningFlink flink =
          new RunningFlink(cluster, starting.stream().map(CompletableFuture::join).toList());
      flink.watch();
      return flink;
    } catch (RuntimeException e) {
      cluster.close();
      throw e.getCause() instanceof ServiceException known ? known : e;
    }
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of("flink", cluster.web().toString());
  }

  @Override
  public CompletableFuture<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<?>[] ended =
        jobs.stream().map(RunningJob::stop).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ended)
        .orTimeout(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            cause -> {
              log.warn("the jobs did not end in an orderly way; their checkpoints stay", cause);
              return null;
            })
        .join();
    cluster.close();
  }

  private void watch() {
    for (RunningJob job : jobs) {
      var unused =
          job.ended()
              .whenComplete(
                  (result, cause) -> {
                    if (!closing.get()) {
                      failure.completeExceptionally(
                          new ServiceException(
                              "job " + job.name() + " has ended: " + job.failure().orElse(""),
                              cause));
                    }
                  });
    }
  }
}
