package io.homeostat.console;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.homeostat.console.api.ActionsApi;
import io.homeostat.console.api.DriftApi;
import io.homeostat.console.api.EventsApi;
import io.homeostat.console.api.IncidentsApi;
import io.homeostat.console.api.OpenApi;
import io.homeostat.console.api.People;
import io.homeostat.console.api.RemarksApi;
import io.homeostat.console.api.StatusApi;
import io.homeostat.console.api.SwitchApi;
import io.homeostat.console.api.TargetsApi;
import io.homeostat.console.people.Users;
import io.homeostat.console.people.WordWriter;
import io.homeostat.console.view.ConsoleView;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The HTTP server: the API, the events and the page. It reads a view, and writes what people say to
 * the log; it changes nothing by itself.
 */
public final class ConsoleServer {

  private ConsoleServer() {}

  /** A server on loopback, not yet started, that answers on this machine's own names alone. */
  public static Server of(
      int port,
      ConsoleView view,
      String life,
      BooleanSupplier caughtUp,
      InstantSource clock,
      Users users,
      WordWriter writer) {
    InetSocketAddress loopback = new InetSocketAddress("127.0.0.1", port);
    return of(loopback, Set.of(), view, life, caughtUp, clock, users, writer);
  }

  /**
   * A server, not yet started.
   *
   * @param address where it listens; port 0 for a free one
   * @param names host names under which it may be asked for, besides this machine's own
   * @param life differs for every start
   * @param caughtUp whether the view has read all that was there
   * @param users who may write
   * @param writer where what people say goes
   */
  public static Server of(
      InetSocketAddress address,
      Set<String> names,
      ConsoleView view,
      String life,
      BooleanSupplier caughtUp,
      InstantSource clock,
      Users users,
      WordWriter writer) {
    People people = new People(users, writer, view.answers(), clock);
    ServerBuilder builder = Server.builder();
    builder.http(address);
    reads(builder, view, people, life, caughtUp, clock);
    actions(builder, new ActionsApi(view, people));
    words(builder, view, people);
    drift(builder, new DriftApi(view, people));
    builder.service("/", WebFiles.index());
    builder.serviceUnder("/web/", WebFiles.page());
    builder.serviceUnder("/lib/", WebFiles.libraries());
    builder.decorator(delegate -> new HostGuard(delegate, names));
    builder.disableServerHeader();
    builder.gracefulShutdownTimeoutMillis(0, 500);
    builder.maxRequestLength(64 * 1024);
    return builder.build();
  }

  private static void reads(
      ServerBuilder builder,
      ConsoleView view,
      People people,
      String life,
      BooleanSupplier caughtUp,
      InstantSource clock) {
    IncidentsApi incidents = new IncidentsApi(view);
    StatusApi status = new StatusApi(view, caughtUp, clock, people);
    EventsApi events = new EventsApi(view, life);
    OpenApi openApi = new OpenApi();
    get(builder, "/api/v1/incidents", (at, request) -> incidents.list(at.queryParams()));
    get(builder, "/api/v1/incidents/{id}", (at, request) -> incidents.show(id(at)));
    get(builder, "/api/v1/status", (at, request) -> status.get());
    get(builder, "/api/v1/openapi.json", (at, request) -> openApi.get());
    get(
        builder,
        "/api/v1/events",
        (at, request) -> events.open(at, request.headers().get("last-event-id")));
    get(
        builder,
        "/healthz",
        (at, request) -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok\n"));
  }

  private static void actions(ServerBuilder builder, ActionsApi actions) {
    get(builder, "/api/v1/actions", (at, request) -> actions.list(at.queryParams()));
    get(builder, "/api/v1/actions/{id}", (at, request) -> actions.show(id(at)));
    post(builder, "/api/v1/actions/{id}/approve", (at, it) -> actions.approve(id(at), it));
    post(builder, "/api/v1/actions/{id}/deny", (at, it) -> actions.deny(id(at), it));
    post(builder, "/api/v1/actions/{id}/undo", (at, it) -> actions.undo(id(at), it));
  }

  private static void words(ServerBuilder builder, ConsoleView view, People people) {
    TargetsApi targets = new TargetsApi(view, people);
    RemarksApi remarks = new RemarksApi(view, people);
    SwitchApi stop = new SwitchApi(people);
    get(builder, "/api/v1/targets", (at, request) -> targets.list());
    post(builder, "/api/v1/targets/pause", (at, it) -> targets.pause(it));
    post(builder, "/api/v1/targets/resume", (at, it) -> targets.resume(it));
    post(builder, "/api/v1/stop", (at, it) -> stop.stop(it));
    post(builder, "/api/v1/start", (at, it) -> stop.start(it));
    post(builder, "/api/v1/incidents/{id}/ack", (at, it) -> remarks.acknowledge(id(at), it));
    post(builder, "/api/v1/incidents/{id}/notes", (at, it) -> remarks.note(id(at), it));
  }

  private static void drift(ServerBuilder builder, DriftApi drift) {
    get(builder, "/api/v1/drift", (at, request) -> drift.list(at.queryParams()));
    get(builder, "/api/v1/drift/{id}", (at, request) -> drift.show(id(at)));
    post(builder, "/api/v1/drift/{id}/rebase", (at, it) -> drift.rebase(id(at), it));
  }

  private static void get(ServerBuilder builder, String path, HttpService service) {
    builder.route().get(path).build(service);
  }

  private static void post(ServerBuilder builder, String path, HttpService service) {
    builder.route().post(path).build(service);
  }

  private static String id(ServiceRequestContext context) {
    return Objects.requireNonNull(context.pathParam("id"));
  }

  /** Where a started server is. */
  public static String address(Server server) {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }
}
