package io.homeostat.actuators.governor;

import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A topology at work; when Kafka Streams gives up, the service fails, and a new start resumes. */
public final class RunningShell implements RunningService {
  private static final Logger log = LoggerFactory.getLogger(RunningShell.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();

  private RunningShell(KafkaStreams streams) {
    this.streams = streams;
  }

  /**
   * Starts it and returns once its state is restored and it takes records in.
   *
   * @param limit how long that may take
   * @throws ServiceException when it takes longer
   */
  public static RunningShell start(Topology topology, StreamsSettings settings, Duration limit) {
    RunningShell shell = new RunningShell(new KafkaStreams(topology, settings.toKafka()));
    CountDownLatch settled = new CountDownLatch(1);
    shell.watch(settled);
    shell.streams.start();
    try {
      if (!settled.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw notStarted(
            shell, settings, "it is still " + shell.streams.state() + " after " + limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted(shell, settings, "the start was interrupted");
    }
    return shell;
  }

  private static ServiceException notStarted(
      RunningShell shell, StreamsSettings settings, String why) {
    shell.close();
    return new ServiceException(
        settings.application()
            + " does not begin to read: "
            + why
            + ". Check that Kafka is up at "
            + settings.brokers().bootstrap());
  }

  private void watch(CountDownLatch settled) {
    streams.setUncaughtExceptionHandler(
        thrown -> {
          failure.completeExceptionally(thrown);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          log.info("streams: {} after {}", now, before);
          if (now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.ERROR) {
            settled.countDown();
          }
          if (now == KafkaStreams.State.ERROR) {
            failure.completeExceptionally(
                new ServiceException("Kafka Streams has ended; the log says why"));
          }
        });
  }

  @Override
  public CompletableFuture<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    if (!streams.close(CLOSE_LIMIT)) {
      log.warn("streams did not close within {}", CLOSE_LIMIT);
    }
  }
}
