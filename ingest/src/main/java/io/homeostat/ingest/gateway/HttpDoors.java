package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.homeostat.core.lane.Tick;
import io.homeostat.ingest.alert.AlertBook;
import io.homeostat.ingest.alert.AlertSignals;
import io.homeostat.ingest.alert.Newest;
import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.prometheus.RemoteWrite;
import io.homeostat.ingest.prometheus.SeriesCache;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every door that is reached by HTTP, by its path. */
final class HttpDoors {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
  private static final String GRPC = "/opentelemetry.proto.collector.%s.v1.%sService/Export";
  private static final int THREADS = 4;
  private static final int MOST_CONNECTIONS = 1_000;

  private final PushDoor.Common common;
  private final Door door;
  private final Optional<DoorTls> tls;
  private final Map<String, PushProtocol> protocols = new TreeMap<>();

  /**
   * The doors, not yet open.
   *
   * @param door is open while Kafka takes what comes
   * @param systems which system an entity belongs to
   * @param alerts what was last told of each alert
   * @param tls what the doors show of themselves; nothing when they speak in the clear
   */
  HttpDoors(
      PushDoor.Common common,
      Door door,
      SystemsView systems,
      AlertBook alerts,
      Optional<DoorTls> tls) {
    this.common = common;
    this.tls = tls;
    this.door = door;
    GatewaySettings settings = common.settings();
    EntityMapping mapping = settings.mapping();
    int most = settings.unpackedBytes();
    HistogramMemory histograms = new HistogramMemory();
    SeriesCache series = new SeriesCache(mapping, settings.seriesBytes());
    AlertSignals signals = new AlertSignals(mapping, systems);
    OtlpSignal metrics = new OtlpSignal.Metrics(histograms, mapping);
    OtlpSignal logs = new OtlpSignal.Logs(mapping);
    protocols.put("/v1/metrics", new OtlpProtocol(metrics, most));
    protocols.put("/v1/logs", new OtlpProtocol(logs, most));
    protocols.put(GRPC.formatted("metrics", "Metrics"), new GrpcProtocol(metrics, most));
    protocols.put(GRPC.formatted("logs", "Logs"), new GrpcProtocol(logs, most));
    protocols.put(
        "/api/v1/write",
        new RemoteWriteProtocol(new RemoteWrite(series, histograms), most, new Buffers()));
    for (AlertProtocol.Form form : AlertProtocol.Form.values()) {
      protocols.put(form.path(), new AlertProtocol(form, signals, systems::known, alerts, most));
    }
    Newest newest = new Newest();
    for (EventProtocol.Form form : EventProtocol.Form.values()) {
      protocols.put(
          form.path(), new EventProtocol(form, signals, systems::known, alerts, newest, most));
    }
    protocols.put("/loki/api/v1/push", new LogProtocol(LogProtocol.Form.LOKI, mapping, most));
    protocols.put("/v1/ndjson", new LogProtocol(LogProtocol.Form.NDJSON, mapping, most));
    protocols.put(EmbeddingProtocol.PATH, new EmbeddingProtocol(most));
    protocols.put(FeatureProtocol.PATH, new FeatureProtocol(most));
    for (DeployerProtocol.Form form : DeployerProtocol.Form.values()) {
      protocols.put(form.path(), new DeployerProtocol(form, systems, mapping));
    }
  }

  /** A server that opens them when it starts. */
  Server server() {
    GatewaySettings settings = common.settings();
    BlockingTaskExecutor readers =
        BlockingTaskExecutor.builder().numThreads(THREADS).threadNamePrefix("gateway").build();
    FairTurns turns = new FairTurns(readers, THREADS);
    ServerBuilder server = Server.builder();
    listen(server, settings.port());
    if (settings.grpcPort() >= 0) {
      listen(server, settings.grpcPort());
    }
    tls.ifPresent(shown -> shown.secure(server));
    server
        .workerGroup(2)
        .blockingTaskExecutor(readers, true)
        .maxNumConnections(MOST_CONNECTIONS)
        .maxRequestLength(settings.requestBytes())
        .requestTimeout(REQUEST_LIMIT)
        .gracefulShutdownTimeout(Duration.ofMillis(200), Duration.ofSeconds(5))
        .errorHandler(
            new GatewayErrors(settings.requestBytes(), common.counters())
                .orElse(ServerErrorHandler.ofDefault()));
    protocols.forEach(
        (path, protocol) ->
            server.service(
                Route.builder().path(path).methods(HttpMethod.POST).build(),
                new PushDoor(protocol, common, turns)));
    return server
        .service(
            Route.builder().path("/healthz").methods(HttpMethod.GET).build(),
            (context, request) -> health(door))
        .service(Route.ofCatchAll(), this::unknown)
        .build();
  }

  private void listen(ServerBuilder server, int port) {
    InetSocketAddress address = new InetSocketAddress(common.settings().host(), port);
    if (tls.isPresent()) {
      server.https(address);
    } else {
      server.http(address);
    }
  }

  private static HttpResponse health(Door door) {
    return door.health() == Tick.Door.OPEN
        ? HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "open\n")
        : HttpResponse.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            MediaType.PLAIN_TEXT_UTF_8,
            "closed: Kafka does not answer\n");
  }

  private HttpResponse unknown(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        HttpStatus.NOT_FOUND,
        MediaType.PLAIN_TEXT_UTF_8,
        HttpData.ofUtf8(
            "here are POST " + String.join(", ", protocols.keySet()) + " and GET /healthz\n"));
  }
}
