package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.model.Incident;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/events}: server-sent events. Each client has a cursor into the view's
 * versions, and gets what has changed since whenever it has taken what it was sent before; so a
 * slow client costs no memory and skips intermediate states, never the newest. An id is {@code
 * life:version}; a client that comes back with an id of this life gets what it missed, any other
 * first gets an event {@code reset} and should load the list anew.
 */
public final class EventsApi {
  private static final long STEP_MILLIS = 200;
  private static final int STEPS_TO_HEARTBEAT = 50;
  private static final HttpData HEARTBEAT = HttpData.ofUtf8(": alive\n\n");

  private final ConsoleView view;
  private final String life;

  /**
   * The events.
   *
   * @param life differs for every start of the console
   */
  public EventsApi(ConsoleView view, String life) {
    this.view = view;
    this.life = life;
  }

  /** Opens a stream of events. */
  public HttpResponse open(ServiceRequestContext context, @Nullable String lastEventId) {
    context.clearRequestTimeout();
    HttpResponseWriter writer = HttpResponse.streaming();
    writer.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .add(HttpHeaderNames.CONTENT_TYPE, "text/event-stream;charset=utf-8")
            .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build());
    Client client = new Client(writer, cursor(lastEventId));
    if (client.cursor < 0) {
      client.cursor = view.version();
      writer.write(
          HttpData.ofUtf8("event: reset\nid: " + life + ":" + client.cursor + "\ndata: {}\n\n"));
    }
    ScheduledFuture<?> steps =
        context
            .eventLoop()
            .withoutContext()
            .scheduleAtFixedRate(client::step, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
    var unused = writer.whenComplete().handle((done, cause) -> steps.cancel(false));
    return writer;
  }

  private long cursor(@Nullable String lastEventId) {
    if (lastEventId == null || !lastEventId.startsWith(life + ":")) {
      return -1;
    }
    try {
      return Math.min(view.version(), Long.parseLong(lastEventId.substring(life.length() + 1)));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private final class Client {
    private final HttpResponseWriter writer;
    private long cursor;
    private int quietSteps;
    private boolean waiting;

    Client(HttpResponseWriter writer, long cursor) {
      this.writer = writer;
      this.cursor = cursor;
    }

    /** Runs on the connection's event loop alone. */
    void step() {
      if (waiting || !writer.isOpen()) {
        return;
      }
      long version = view.version();
      StringBuilder events = new StringBuilder();
      if (version > cursor) {
        for (Incident incident : view.changedSince(cursor)) {
          events
              .append("event: incident\ndata: ")
              .append(Json.text(json -> Json.summary(incident, json)));
          events.append("\n\n");
        }
        events
            .append("event: version\nid: ")
            .append(life)
            .append(':')
            .append(version)
            .append("\ndata: {}\n\n");
        cursor = version;
        quietSteps = 0;
        send(HttpData.ofUtf8(events.toString()));
      } else if (++quietSteps >= STEPS_TO_HEARTBEAT) {
        quietSteps = 0;
        send(HEARTBEAT);
      }
    }

    private void send(HttpData data) {
      waiting = true;
      writer.write(data);
      var unused =
          writer
              .whenConsumed()
              .handle(
                  (done, cause) -> {
                    waiting = false;
                    return null;
                  });
    }
  }
}
