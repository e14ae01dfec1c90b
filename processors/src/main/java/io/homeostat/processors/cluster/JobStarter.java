package io.homeostat.processors.cluster;

import io.homeostat.processors.shell.FoldJob;
import io.homeostat.schemas.service.ServiceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Starts jobs and watches them until they run. A checkpoint that proves unreadable is set aside,
 * and the job begins anew on the one before.
 */
final class JobStarter implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long LOOK_MILLIS = 50;

  private final FlinkCluster cluster;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "job-starter");
            thread.setDaemon(true);
            return thread;
          });

  JobStarter(FlinkCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts a job; completes when it takes records, or exceptionally when it ends or does not get so
   * far.
   */
  CompletableFuture<RunningJob> start(FoldJob job, Consumer<StreamExecutionEnvironment> assembly) {
    CompletableFuture<RunningJob> started = new CompletableFuture<>();
    watch.execute(new Start(job, assembly, started));
    return started;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private final class Start implements Runnable {
    private final FoldJob job;
    private final Consumer<StreamExecutionEnvironment> assembly;
    private final CompletableFuture<RunningJob> started;
    private long looks;

    Start(
        FoldJob job,
        Consumer<StreamExecutionEnvironment> assembly,
        CompletableFuture<RunningJob> started) {
      this.job = job;
      this.assembly = assembly;
      this.started = started;
    }

    @Override
    public void run() {
      try {
        look(cluster.submit(job, assembly));
      } catch (RuntimeException e) {
        started.completeExceptionally(e);
      }
    }

    private void look(RunningJob running) {
      try {
        switch (running.stage()) {
          case RUNNING -> started.complete(running);
          case STARTING -> lookAgain(running);
          case UNRESTORABLE -> {
            running.abandon();
            watch.execute(this);
          }
          case ENDED -> fail("has ended", running);
        }
      } catch (RuntimeException e) {
        started.completeExceptionally(e);
      }
    }

    private void lookAgain(RunningJob running) {
      if (++looks * LOOK_MILLIS > LIMIT.toMillis()) {
        fail("takes no records after " + LIMIT.toSeconds() + " s", running);
      } else {
        var unused = watch.schedule(() -> look(running), LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private void fail(String what, RunningJob running) {
      started.completeExceptionally(
          new ServiceException(
              "job "
                  + job.name()
                  + " "
                  + what
                  + running.failure().map(cause -> ": " + cause).orElse("")));
    }
  }
}
