package io.homeostat.demo.telemetry;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends OTLP over HTTP in the background. What can't be sent waits in a bounded queue, is tried
 * again with growing pauses, and at the queue's end the oldest is dropped and counted: telling
 * never delays serving.
 */
public final class OtlpExporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OtlpExporter.class);
  private static final int TOO_MANY_REQUESTS = 429;

  /** How many messages may wait; at one or two a second, some minutes' worth. */
  static final int CAPACITY = 600;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final LinkedBlockingDeque<Message> queue = new LinkedBlockingDeque<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final URI endpoint;
  private final Thread sender;

  private record Message(String path, byte[] body) {}

  private enum Sending {
    DONE,
    REFUSED,
    TRY_AGAIN
  }

  private OtlpExporter(URI endpoint) {
    this.endpoint = endpoint;
    this.sender = new Thread(this::send, "otlp-exporter");
    sender.setDaemon(true);
  }

  /**
   * Starts an exporter.
   *
   * @param endpoint such as {@code http://127.0.0.1:4318}
   */
  public static OtlpExporter start(URI endpoint) {
    OtlpExporter exporter = new OtlpExporter(endpoint);
    exporter.sender.start();
    return exporter;
  }

  /** Queues a metrics request; never waits. */
  public void metrics(MessageLite request) {
    offer(new Message("/v1/metrics", request.toByteArray()));
  }

  /** Queues a logs request; never waits. */
  public void logs(MessageLite request) {
    offer(new Message("/v1/logs", request.toByteArray()));
  }

  /** How many messages were given up since the start. */
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    closed.countDown();
    sender.interrupt();
    try {
      sender.join(Duration.ofSeconds(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void offer(Message message) {
    while (!queue.offerLast(message)) {
      if (queue.pollFirst() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  private void send() {
    Duration pause = FIRST_PAUSE;
    try {
      while (closed.getCount() > 0) {
        Message message = queue.takeFirst();
        Sending sending = post(message);
        if (sending != Sending.TRY_AGAIN) {
          if (pause.compareTo(FIRST_PAUSE) > 0) {
            log.info("{} takes telemetry again; {} messages were dropped", endpoint, dropped);
          }
          pause = FIRST_PAUSE;
          dropped.addAndGet(sending == Sending.REFUSED ? 1 : 0);
          continue;
        }
        if (!queue.offerFirst(message)) {
          dropped.incrementAndGet();
        }
        if (pause.equals(FIRST_PAUSE)) {
          log.info("{} does not take telemetry; it waits, and is tried again", endpoint);
        }
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    } catch (InterruptedException e) {
      log.debug("the exporter ends", e);
    }
  }

  private static Duration shorter(Duration left, Duration right) {
    return left.compareTo(right) < 0 ? left : right;
  }

  private Sending post(Message message) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(message.path()))
            .timeout(REQUEST_TIMEOUT)
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()))
            .build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        return Sending.DONE;
      }
      if (status == TOO_MANY_REQUESTS || status / 100 == 5) {
        return Sending.TRY_AGAIN;
      }
      log.warn("{} refused telemetry with status {}", request.uri(), status);
      return Sending.REFUSED;
    } catch (IOException e) {
      log.debug("{} can't be reached", request.uri(), e);
      return Sending.TRY_AGAIN;
    }
  }
}
