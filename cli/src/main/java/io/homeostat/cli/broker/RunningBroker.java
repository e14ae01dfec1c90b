package io.homeostat.cli.broker;

import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A started broker: ends when told, and says so when it ends by itself. */
final class RunningBroker implements RunningService {
  private final BrokerSettings settings;
  private final KafkaRaftServer server;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  private RunningBroker(BrokerSettings settings, KafkaRaftServer server) {
    this.settings = settings;
    this.server = server;
  }

  /**
   * Starts the broker and returns when it takes requests.
   *
   * @throws ServiceException when it can't start
   */
  static RunningBroker start(BrokerSettings settings) {
    try {
      KafkaConfig config = KafkaConfig.fromProps(settings.toKafka(), false);
      RunningBroker broker = new RunningBroker(settings, new KafkaRaftServer(config, Time.SYSTEM));
      broker.server.startup();
      broker.watch();
      return broker;
    } catch (RuntimeException e) {
      throw new ServiceException(
          "Kafka can't start on " + settings.bootstrap() + ": " + rootMessage(e), e);
    }
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of("kafka", settings.bootstrap());
  }

  @Override
  public CompletableFuture<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      server.shutdown();
    }
    server.awaitShutdown();
  }

  private void watch() {
    Thread thread =
        new Thread(
            () -> {
              server.awaitShutdown();
              if (!closing.get()) {
                failure.completeExceptionally(new ServiceException("Kafka ended by itself"));
              }
            },
            "broker-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static String rootMessage(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
