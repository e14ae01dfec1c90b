package io.homeostat.ingest.gateway;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends as senders do: again, while it is told 503 and when to try again. A gateway that has just
 * started may not have read what it needs, and on a busy machine Kafka may be late to answer.
 */
final class PatientSender {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private PatientSender() {}

  /** The first answer that asks for no other attempt; the last one when patience has ended. */
  static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return send(client, request, HttpResponse.BodyHandlers.ofString());
  }

  /** The same, with a body of another kind. */
  static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<T> answer = client.send(request, body);
    while (answer.statusCode() == 503
        && answer.headers().firstValue("Retry-After").isPresent()
        && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = client.send(request, body);
    }
    return answer;
  }
}
