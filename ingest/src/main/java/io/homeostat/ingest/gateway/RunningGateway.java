package io.homeostat.ingest.gateway;

import com.linecorp.armeria.server.Server;
import io.homeostat.ingest.alert.AlertBook;
import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.ingest.door.SelfMetrics;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway that has started. Each second it writes what it took and what not; when Kafka takes
 * that, the door is open.
 */
final class RunningGateway implements RunningService {
  private static final Logger log = LoggerFactory.getLogger(RunningGateway.class);
  private static final Duration FIRST_PROOF_LIMIT = Duration.ofSeconds(5);
  private static final int DELIVERY_LIMIT_MILLIS = 8_000;

  /** How many signed requests are remembered, so that they can't be sent again. */
  private static final int DELIVERIES = 50_000;

  private final Server server;
  private final DoorPublisher publisher;
  private final Door door;
  private final SelfMetrics metrics;
  private final PushDoor.Common common;
  private final SystemsView systems;
  private final OverdueAlerts overdue;
  private final Optional<DoorTls> tls;
  private Optional<SyslogDoor> syslog = Optional.empty();
  private final ScheduledExecutorService proving =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "gateway-proof");
            thread.setDaemon(true);
            return thread;
          });

  private RunningGateway(
      PushDoor.Common common,
      DoorPublisher publisher,
      Door door,
      SystemsView systems,
      Optional<DoorTls> tls) {
    AlertBook alerts = new AlertBook();
    this.common = common;
    this.publisher = publisher;
    this.door = door;
    this.systems = systems;
    this.tls = tls;
    this.server = new HttpDoors(common, door, systems, alerts, tls).server();
    this.overdue = new OverdueAlerts(alerts, common.delivery());
    this.metrics = SelfMetrics.of(publisher, GatewayService.NAME, common.time());
  }

  static RunningGateway start(
      GatewaySettings settings, Inbox inbox, Door door, InstantSource time) {
    Senders senders = Senders.of(settings.senders());
    Optional<DoorTls> tls = settings.tls().map(DoorTls::of);
    DoorPublisher publisher =
        inbox.publisher(GatewayService.NAME, producerSettings(settings.memoryBytes()));
    PushDoor.Common common =
        new PushDoor.Common(
            settings,
            senders,
            new MemoryBudget(settings.memoryBytes()),
            new Delivery(publisher, door),
            new Deliveries(DELIVERIES),
            new GatewayCounters(),
            time);
    SystemsView systems = SystemsView.follow(inbox.brokers(), GatewayService.NAME + "-systems");
    RunningGateway gateway = new RunningGateway(common, publisher, door, systems, tls);
    try {
      gateway.server.start().join();
      if (settings.syslogPort() >= 0) {
        gateway.syslog =
            Optional.of(SyslogDoor.open(settings.syslogPort(), common, settings.mapping(), tls));
      }
    } catch (CompletionException | IOException e) {
      gateway.close();
      throw new ServiceException(
          "the gateway can't listen on "
              + settings.host()
              + ", on "
              + settings.port()
              + (settings.grpcPort() < 0 ? "" : ", " + settings.grpcPort())
              + (settings.syslogPort() < 0 ? "" : " and " + settings.syslogPort())
              + " ("
              + (e instanceof CompletionException ? e.getCause() : e)
              + "): free the port, or set gateway.host, gateway.port, gateway.grpc.port and gateway.syslog.port",
          e);
    }
    gateway.prove();
    return gateway;
  }

  /**
   * A sender waits for Kafka's answer, so nothing may wait here for longer than it would. What the
   * budget admits finds room: a request's facts are a quarter of what it holds at most.
   */
  private static Map<String, Object> producerSettings(long memoryBytes) {
    return Map.of(
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        250L,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        DELIVERY_LIMIT_MILLIS / 2,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        DELIVERY_LIMIT_MILLIS,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max(8L * 1024 * 1024, memoryBytes / 4),
        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
        1_000L);
  }

  /** Proves the door each second, the first time right now. */
  private void prove() {
    try {
      tell().get(FIRST_PROOF_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("Kafka does not answer yet; the gateway refuses until it does");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var unused = proving.scheduleAtFixedRate(this::tellSafely, 1, 1, TimeUnit.SECONDS);
  }

  private void tellSafely() {
    try {
      common.senders().refresh();
      tls.ifPresent(DoorTls::refresh);
      overdue.tell(common.time().instant().toEpochMilli());
      var unused = tell();
    } catch (InterruptException e) {
      log.debug("the gateway ends while it tells how it is", e);
    } catch (RuntimeException e) {
      log.warn("the gateway can't tell how it is", e);
    }
  }

  private CompletableFuture<RecordMetadata> tell() {
    var values = common.counters().snapshot();
    values.putIfAbsent("gateway.accepted{signal=\"metrics\"}", 0.0);
    CompletableFuture<RecordMetadata> told = metrics.tell(values);
    var unused = told.thenRun(door::heartbeat);
    return told;
  }

  @Override
  public Map<String, String> addresses() {
    Map<String, String> addresses = new TreeMap<>();
    String scheme = tls.isPresent() ? "https" : "http";
    addresses.put("otlp", scheme + "://127.0.0.1:" + port());
    grpcPort().ifPresent(port -> addresses.put("grpc", scheme + "://127.0.0.1:" + port));
    syslog.ifPresent(
        door ->
            addresses.put(
                "syslog", (tls.isPresent() ? "tls" : "tcp") + "://127.0.0.1:" + door.port()));
    return addresses;
  }

  @Override
  public CompletableFuture<Void> failure() {
    return systems.failure();
  }

  /** Where it listens. */
  int port() {
    return server.activeLocalPort();
  }

  /** The second port, if there is one. */
  private OptionalInt grpcPort() {
    return server.activePorts().keySet().stream()
        .mapToInt(InetSocketAddress::getPort)
        .filter(port -> port != port())
        .findFirst();
  }

  @Override
  public void close() {
    door.close();
    proving.shutdownNow();
    syslog.ifPresent(SyslogDoor::close);
    server.stop().join();
    systems.close();
    publisher.close();
  }
}
