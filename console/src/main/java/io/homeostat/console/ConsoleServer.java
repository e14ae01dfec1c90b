package io.homeostat.console;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.homeostat.console.api.EventsApi;
import io.homeostat.console.api.IncidentsApi;
import io.homeostat.console.api.StatusApi;
import io.homeostat.console.view.ConsoleView;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The HTTP server: the API, the events and the page. It reads a view and changes nothing. */
public final class ConsoleServer {

  private ConsoleServer() {}

  /** A server on loopback, not yet started, that answers on this machine's own names alone. */
  public static Server of(
      int port, ConsoleView view, String life, BooleanSupplier caughtUp, InstantSource clock) {
    return of(new InetSocketAddress("127.0.0.1", port), Set.of(), view, life, caughtUp, clock);
  }

  /**
   * A server, not yet started.
   *
   * @param address where it listens; port 0 for a free one
   * @param names host names under which it may be asked for, besides this machine's own
   * @param life differs for every start
   * @param caughtUp whether the view has read all that was there
   */
  public static Server of(
      InetSocketAddress address,
      Set<String> names,
      ConsoleView view,
      String life,
      BooleanSupplier caughtUp,
      InstantSource clock) {
    IncidentsApi incidents = new IncidentsApi(view);
    StatusApi status = new StatusApi(view, caughtUp, clock);
    EventsApi events = new EventsApi(view, life);
    ServerBuilder builder = Server.builder();
    builder.http(address);
    builder
        .route()
        .get("/api/v1/incidents")
        .build((context, request) -> incidents.list(context.queryParams()));
    builder
        .route()
        .get("/api/v1/incidents/{id}")
        .build(
            (context, request) -> incidents.show(Objects.requireNonNull(context.pathParam("id"))));
    builder.route().get("/api/v1/status").build((context, request) -> status.get());
    builder
        .route()
        .get("/api/v1/events")
        .build((context, request) -> events.open(context, request.headers().get("last-event-id")));
    builder
        .route()
        .get("/healthz")
        .build(
            (context, request) ->
                HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok\n"));
    builder.service("/", WebFiles.index());
    builder.serviceUnder("/web/", WebFiles.page());
    builder.serviceUnder("/lib/", WebFiles.libraries());
    builder.decorator(delegate -> new HostGuard(delegate, names));
    builder.disableServerHeader();
    builder.gracefulShutdownTimeoutMillis(0, 500);
    builder.maxRequestLength(64 * 1024);
    return builder.build();
  }

  /** Where a started server is. */
  public static String address(Server server) {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }
}
