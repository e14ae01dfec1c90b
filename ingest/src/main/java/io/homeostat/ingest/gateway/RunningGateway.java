package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.homeostat.core.lane.Tick;
import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.ingest.door.SelfMetrics;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.prometheus.RemoteWrite;
import io.homeostat.ingest.prometheus.SeriesCache;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.DoorPublisher;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
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
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
  private static final Duration FIRST_PROOF_LIMIT = Duration.ofSeconds(5);
  private static final int THREADS = 4;
  private static final int SERIES_BITS = 17;
  private static final int MOST_CONNECTIONS = 1_000;
  private static final int DELIVERY_LIMIT_MILLIS = 8_000;

  private final Server server;
  private final DoorPublisher publisher;
  private final Door door;
  private final SelfMetrics metrics;
  private final GatewayCounters counters;
  private final SystemsView systems;
  private final Senders senders;
  private final ScheduledExecutorService proving =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "gateway-proof");
            thread.setDaemon(true);
            return thread;
          });

  private RunningGateway(
      Server server,
      DoorPublisher publisher,
      Door door,
      SelfMetrics metrics,
      GatewayCounters counters,
      Senders senders,
      SystemsView systems) {
    this.server = server;
    this.publisher = publisher;
    this.door = door;
    this.metrics = metrics;
    this.counters = counters;
    this.systems = systems;
    this.senders = senders;
  }

  static RunningGateway start(
      GatewaySettings settings, Inbox inbox, Door door, InstantSource time) {
    Senders senders = Senders.of(settings.senders());
    DoorPublisher publisher = inbox.publisher(GatewayService.NAME, producerSettings());
    GatewayCounters counters = new GatewayCounters();
    SystemsView systems = SystemsView.follow(inbox.brokers(), GatewayService.NAME + "-systems");
    Server server =
        server(settings, senders, new Delivery(publisher, door), counters, time, door, systems);
    SelfMetrics metrics = SelfMetrics.of(publisher, GatewayService.NAME, time);
    RunningGateway gateway =
        new RunningGateway(server, publisher, door, metrics, counters, senders, systems);
    try {
      server.start().join();
    } catch (CompletionException e) {
      gateway.close();
      throw new ServiceException(
          "the gateway can't listen on "
              + settings.host()
              + ":"
              + settings.port()
              + " ("
              + e.getCause()
              + "): free the port, or set gateway.host and gateway.port",
          e);
    }
    gateway.prove();
    return gateway;
  }

  private static Server server(
      GatewaySettings settings,
      Senders senders,
      Delivery delivery,
      GatewayCounters counters,
      InstantSource time,
      Door door,
      SystemsView systems) {
    PushDoor.Common common =
        new PushDoor.Common(
            settings, senders, new MemoryBudget(settings.memoryBytes()), delivery, counters, time);
    EntityMapping mapping = settings.mapping();
    HistogramMemory histograms = new HistogramMemory();
    int most = settings.unpackedBytes();
    SeriesCache series = new SeriesCache(mapping, SERIES_BITS, settings.seriesBytes());
    return Server.builder()
        .http(new InetSocketAddress(settings.host(), settings.port()))
        .workerGroup(2)
        .blockingTaskExecutor(THREADS)
        .maxNumConnections(MOST_CONNECTIONS)
        .maxRequestLength(settings.requestBytes())
        .requestTimeout(REQUEST_LIMIT)
        .gracefulShutdownTimeout(Duration.ofMillis(200), Duration.ofSeconds(5))
        .errorHandler(
            new GatewayErrors(settings.requestBytes(), counters)
                .orElse(ServerErrorHandler.ofDefault()))
        .service(
            post("/v1/metrics"),
            new PushDoor(
                new OtlpProtocol(new OtlpSignal.Metrics(histograms, mapping), most), common))
        .service(
            post("/v1/logs"),
            new PushDoor(new OtlpProtocol(new OtlpSignal.Logs(mapping), most), common))
        .service(
            post("/loki/api/v1/push"),
            new PushDoor(new LogProtocol(LogProtocol.Form.LOKI, mapping, most), common))
        .service(
            post("/v1/ndjson"),
            new PushDoor(new LogProtocol(LogProtocol.Form.NDJSON, mapping, most), common))
        .service(
            post("/api/v1/write"),
            new PushDoor(
                new RemoteWriteProtocol(new RemoteWrite(series, histograms), most), common))
        .service(post(ArgoCdProtocol.PATH), new PushDoor(new ArgoCdProtocol(systems), common))
        .service(
            Route.builder().path("/healthz").methods(HttpMethod.GET).build(),
            (context, request) -> health(door))
        .service(Route.ofCatchAll(), RunningGateway::unknown)
        .build();
  }

  private static Route post(String path) {
    return Route.builder().path(path).methods(HttpMethod.POST).build();
  }

  private static HttpResponse health(Door door) {
    return door.health() == Tick.Door.OPEN
        ? HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "open\n")
        : HttpResponse.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            MediaType.PLAIN_TEXT_UTF_8,
            "closed: Kafka does not answer\n");
  }

  private static HttpResponse unknown(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        HttpStatus.NOT_FOUND,
        MediaType.PLAIN_TEXT_UTF_8,
        HttpData.ofUtf8(
            "here are POST /v1/metrics, /v1/logs, /api/v1/write, /loki/api/v1/push, /v1/ndjson, "
                + ArgoCdProtocol.PATH
                + " and GET /healthz\n"));
  }

  /** A sender waits for Kafka's answer, so nothing may wait here for longer than it would. */
  private static Map<String, Object> producerSettings() {
    return Map.of(
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        250L,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        DELIVERY_LIMIT_MILLIS / 2,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        DELIVERY_LIMIT_MILLIS,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        8L * 1024 * 1024,
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
      senders.refresh();
      var unused = tell();
    } catch (InterruptException e) {
      log.debug("the gateway ends while it tells how it is", e);
    } catch (RuntimeException e) {
      log.warn("the gateway can't tell how it is", e);
    }
  }

  private CompletableFuture<RecordMetadata> tell() {
    var values = counters.snapshot();
    values.putIfAbsent("gateway.accepted{signal=\"metrics\"}", 0.0);
    CompletableFuture<RecordMetadata> told = metrics.tell(values);
    var unused = told.thenRun(door::heartbeat);
    return told;
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of("otlp", "http://127.0.0.1:" + port());
  }

  @Override
  public CompletableFuture<Void> failure() {
    return systems.failure();
  }

  /** Where it listens. */
  int port() {
    return server.activeLocalPort();
  }

  @Override
  public void close() {
    door.close();
    proving.shutdownNow();
    server.stop().join();
    systems.close();
    publisher.close();
  }
}
