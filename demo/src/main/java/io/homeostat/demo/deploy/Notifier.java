package io.homeostat.demo.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of deployments by webhook, in their order: one that is not taken is sent again until it is,
 * or until the receiver says that it never will be. Beyond so many that wait, the newest are lost.
 */
final class Notifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final int MOST_WAITING = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ObjectMapper json = new ObjectMapper();
  private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final URI target;
  private final Thread thread = new Thread(this::run, "deployer-webhooks");

  private Notifier(URI target) {
    this.target = target;
  }

  static Notifier start(URI target) {
    Notifier notifier = new Notifier(target);
    notifier.thread.setDaemon(true);
    notifier.thread.start();
    return notifier;
  }

  /** Sends this after all that was given before. */
  void tell(Map<String, Object> body) {
    try {
      if (!waiting.offer(json.writeValueAsBytes(body))) {
        log.warn("{} webhooks wait already: one is lost", MOST_WAITING);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of text can always be written", e);
    }
  }

  private void run() {
    try {
      while (true) {
        byte[] body = waiting.take();
        while (!taken(body)) {
          Thread.sleep(PAUSE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      log.debug("the webhooks end", e);
    }
  }

  /** True when there is no use in sending it again. */
  private boolean taken(byte[] body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      int status = answer.statusCode();
      if (status / 100 == 4 && status != 429) {
        log.warn("a webhook was refused for good: {} {}", status, answer.body());
        return true;
      }
      return status / 100 == 2;
    } catch (IOException e) {
      log.debug("a webhook was not taken", e);
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
