package io.homeostat.actuators.pager;

import io.homeostat.core.page.PageOrder;
import io.homeostat.core.page.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Carries an order to its receiver, once; whether to try again is not its business. */
final class Courier {
  private static final int TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final long LONGEST_PAUSE_SECONDS = 600;

  /**
   * What became of an order.
   *
   * @param order the order
   * @param reply what the receiver did
   * @param pauseMillis how long it asks to be left alone
   * @param why for the log
   */
  record Delivery(PageOrder order, Reply reply, long pauseMillis, String why) {}

  private final Receivers receivers;
  private final Optional<String> console;
  private final Duration limit;
  private final InstantSource time;
  private final HttpClient client;
  private final ExecutorService threads;

  /**
   * @param console the console's address, for links
   * @param limit how long a receiver may take to answer
   * @param threads read the file of receivers and wait for answers
   */
  Courier(
      Receivers receivers,
      Optional<String> console,
      Duration limit,
      InstantSource time,
      ExecutorService threads) {
    this.receivers = receivers;
    this.console = console;
    this.limit = limit;
    this.time = time;
    this.threads = threads;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limit)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();
  }

  /** Sends an order; completes, never exceptionally, once its receiver has answered or has not. */
  CompletableFuture<Delivery> send(PageOrder order) {
    return CompletableFuture.supplyAsync(() -> request(order), threads)
        .thenCompose(request -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
        .thenApply(response -> judged(order, response))
        .orTimeout(limit.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
        .exceptionally(failure -> failed(order, failure));
  }

  private HttpRequest request(PageOrder order) {
    try {
      Receiver receiver = receivers.find(order.receiver());
      PageMessage message = PageMessage.of(order, receiver, console, time.instant());
      HttpRequest.Builder request =
          HttpRequest.newBuilder(message.url())
              .timeout(limit)
              .POST(HttpRequest.BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8));
      message.headers().forEach(request::header);
      return request.build();
    } catch (IOException e) {
      throw new UnknownReceiver(e);
    }
  }

  private static Delivery judged(PageOrder order, HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Delivery(order, Reply.TAKEN, 0, "HTTP " + status);
    }
    boolean later =
        status == TIMEOUT || status == TOO_EARLY || status == TOO_MANY || status >= SERVER_ERROR;
    long pause = response.headers().firstValue("retry-after").map(Courier::seconds).orElse(0L);
    return new Delivery(order, later ? Reply.LATER : Reply.NEVER, pause * 1_000, "HTTP " + status);
  }

  private static long seconds(String text) {
    try {
      return Math.max(0, Math.min(LONGEST_PAUSE_SECONDS, Long.parseLong(text.strip())));
    } catch (NumberFormatException e) {
      return 0; // A date: then our own patience counts.
    }
  }

  private static Delivery failed(PageOrder order, Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof UnknownReceiver)) {
      cause = cause.getCause();
    }
    return cause instanceof UnknownReceiver unknown
        ? new Delivery(order, Reply.NEVER, 0, String.valueOf(unknown.getMessage()))
        : new Delivery(order, Reply.LATER, 0, cause.toString());
  }

  /** The file of receivers does not tell how to reach one. */
  private static final class UnknownReceiver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownReceiver(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
