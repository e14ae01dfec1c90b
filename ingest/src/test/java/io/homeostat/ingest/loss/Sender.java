package io.homeostat.ingest.loss;

import io.homeostat.ingest.prometheus.Encoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.xerial.snappy.Snappy;

/**
 * Writes numbered requests as Prometheus does: each again and again until it is acknowledged, then
 * the next. Every sample of a request has the request's number as its value.
 */
final class Sender implements Runnable {
  /** The samples of a request. */
  static final int SAMPLES = 200;

  /** Between two attempts. */
  private static final long PAUSE_NANOS = 50_000_000;

  private final String name;
  private final URI gateway;
  private final AtomicBoolean over;
  private final AtomicLong samples;
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /**
   * A sender that has sent nothing yet.
   *
   * @param samples counts those that were acknowledged, of all senders
   */
  Sender(String name, URI gateway, AtomicBoolean over, AtomicLong samples) {
    this.name = name;
    this.gateway = gateway;
    this.over = over;
    this.samples = samples;
  }

  /** Whose its samples are. */
  String entity() {
    return "service:default/default/" + name;
  }

  /** The numbers of the requests that were acknowledged. */
  Set<Long> acknowledged() {
    return acknowledged;
  }

  @Override
  public void run() {
    try {
      for (long number = 1; !over.get(); number++) {
        byte[] request = Snappy.compress(Encoder.v1(series(number)));
        while (!over.get() && !acknowledged(request)) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!over.get()) {
          acknowledged.add(number);
          samples.addAndGet(SAMPLES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean acknowledged(byte[] request) throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(gateway)
                      .timeout(Duration.ofSeconds(15))
                      .header("Content-Type", "application/x-protobuf")
                      .header("Content-Encoding", "snappy")
                      .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 204;
    } catch (IOException e) {
      return false;
    }
  }

  private List<Encoder.Series> series(long number) {
    long now = System.currentTimeMillis();
    List<Encoder.Series> series = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      series.add(
          new Encoder.Series(
              new TreeMap<>(Map.of("__name__", "number", "job", name, "i", "" + i)),
              List.of(new Encoder.Sample(now, number)),
              List.of()));
    }
    return series;
  }
}
