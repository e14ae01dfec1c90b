package io.homeostat.ingest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.xerial.snappy.Snappy;

/**
 * Writes numbered requests as Prometheus does: each again and again until it is acknowledged, then
 * the next. Every sample of a request has the request's number as its value.
 */
public final class NumberedSender implements Runnable {
  /** Between two attempts. */
  private static final long PAUSE_NANOS = 50_000_000;

  private final String name;
  private final int size;
  private final URI gateway;
  private final AtomicBoolean over;
  private final AtomicLong samples;
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
  private final LongAdder withoutRetryAfter = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /**
   * A sender that has sent nothing yet.
   *
   * @param size the samples of a request
   * @param samples counts those that were acknowledged, of all senders
   */
  public NumberedSender(
      String name, int size, URI gateway, AtomicBoolean over, AtomicLong samples) {
    this.name = name;
    this.size = size;
    this.gateway = gateway;
    this.over = over;
    this.samples = samples;
  }

  /** Whose its samples are. */
  public String entity() {
    return "service:default/default/" + name;
  }

  /** The numbers of the requests that were acknowledged. */
  public Set<Long> acknowledged() {
    return acknowledged;
  }

  /** How often it was answered so. */
  public long answered(int status) {
    return answers.getOrDefault(status, new LongAdder()).sum();
  }

  /** How it was answered, by status. */
  public Map<Integer, LongAdder> answers() {
    return answers;
  }

  /** How often it was told to try again, and not when. */
  public long withoutRetryAfter() {
    return withoutRetryAfter.sum();
  }

  /** How many bytes it has sent, unpacked. */
  public long bytes() {
    return bytes.sum();
  }

  @Override
  public void run() {
    try {
      for (long number = 1; !over.get(); number++) {
        byte[] plain = request(number);
        byte[] request = Snappy.compress(plain);
        while (!over.get() && !acknowledged(request, plain.length)) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!over.get()) {
          acknowledged.add(number);
          samples.addAndGet(size);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean acknowledged(byte[] request, int unpacked) throws InterruptedException {
    try {
      HttpResponse<Void> answer =
          client.send(
              HttpRequest.newBuilder(gateway)
                  .timeout(Duration.ofSeconds(30))
                  .header("Content-Type", "application/x-protobuf")
                  .header("Content-Encoding", "snappy")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      bytes.add(unpacked);
      int status = answer.statusCode();
      answers.computeIfAbsent(status, code -> new LongAdder()).increment();
      if (status != 204 && answer.headers().firstValue("Retry-After").isEmpty()) {
        withoutRetryAfter.increment();
      }
      return status == 204;
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] request(long number) {
    long now = System.currentTimeMillis();
    WriteRequest request = new WriteRequest();
    for (int i = 0; i < size; i++) {
      request.add(
          new TreeMap<>(Map.of("__name__", Stored.NAME, "job", name, "i", "" + i)),
          now,
          (double) number);
    }
    return request.bytes();
  }
}
