package io.homeostat.ingest.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.xerial.snappy.Snappy;

/**
 * What a sample costs in processor time when it is taken over HTTP. The contestants take turns;
 * each takes every request of a turn once, from four senders at a time. The broker's own time is
 * told apart. 20,000 series with nine labels each, 500 samples a request.
 *
 * @param turns how many turns are measured
 * @param warmUp how many turns come before
 * @param rounds how often each series is told of in a turn
 */
public record Load(int turns, int warmUp, int rounds) {
  private static final int SENDERS = 4;
  private static final int SAMPLES = 500;
  private static final int REQUESTS = 40;
  private static final int SAME_LABELS = 50;
  private static final long PAUSE_NANOS = 20_000_000;

  /**
   * Who takes the load.
   *
   * @param name what it is called
   * @param door where it takes remote-write
   * @param program whose processor time is measured
   */
  public record Contestant(String name, URI door, Program program) {}

  /**
   * Microseconds of processor time a sample.
   *
   * @param turns of each process, turn by turn
   */
  public record Result(Map<String, double[]> turns) {

    /** Prints a line for each process. */
    public void print(PrintStream out) {
      turns.forEach(
          (name, taken) -> {
            double[] sorted = taken.clone();
            Arrays.sort(sorted);
            double median = sorted[sorted.length / 2];
            out.printf(
                Locale.ROOT,
                "%-26s min %.2f median %.2f max %.2f µs a sample; %.0f samples/s per core%n",
                name,
                sorted[0],
                median,
                sorted[sorted.length - 1],
                1e6 / median);
          });
    }
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException when a program ends by itself
   */
  public Result run(List<Contestant> contestants, Program broker)
      throws IOException, InterruptedException {
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    Map<String, double[]> micros = new TreeMap<>();
    try {
      long now = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
      for (int turn = -warmUp; turn < turns; turn++) {
        List<byte[]> requests = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          now += 1_000;
          requests.addAll(requests(now));
        }
        double samples = (double) requests.size() * SAMPLES;
        for (Contestant contestant : contestants) {
          long brokerBefore = broker.processorTime().toNanos();
          long before = contestant.program.processorTime().toNanos();
          send(senders, requests, contestant);
          if (turn >= 0) {
            note(
                micros,
                contestant.name,
                turn,
                contestant.program.processorTime().toNanos() - before,
                samples);
            String during = "broker, during " + contestant.name;
            note(micros, during, turn, broker.processorTime().toNanos() - brokerBefore, samples);
          }
        }
      }
    } finally {
      senders.shutdownNow();
    }
    return new Result(micros);
  }

  private void note(
      Map<String, double[]> micros, String name, int turn, long nanos, double samples) {
    micros.computeIfAbsent(name, key -> new double[turns])[turn] = nanos / 1e3 / samples;
  }

  /** Requests that tell of every series once, compressed. */
  private static List<byte[]> requests(long timeMillis) throws IOException {
    List<byte[]> requests = new ArrayList<>();
    for (int number = 0; number < REQUESTS; number++) {
      WriteRequest request = new WriteRequest();
      for (int i = 0; i < SAMPLES; i++) {
        request.add(labels(number, i), timeMillis, i * 1.5);
      }
      requests.add(Snappy.compress(request.bytes()));
    }
    return requests;
  }

  private static TreeMap<String, String> labels(int request, int i) {
    int instance = i / SAME_LABELS;
    int series = i % SAME_LABELS;
    return new TreeMap<>(
        Map.of(
            "__name__", "http_server_request_duration_seconds_bucket_" + series,
            "cluster", "eu-central-1-production",
            "container", "retriever",
            "instance", "10.42." + request + "." + instance + ":9090",
            "job", "kubernetes-pods",
            "le", "0." + series,
            "method", "GET",
            "namespace", "rag-" + request % 4,
            "pod", "retriever-7f9c6d5b8-" + request + "-" + instance));
  }

  private static void send(ExecutorService senders, List<byte[]> requests, Contestant contestant)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<Future<?>> sent = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      int first = sender;
      sent.add(
          senders.submit(
              () -> {
                for (int i = first; i < requests.size(); i += SENDERS) {
                  deliver(client, contestant, requests.get(i));
                }
                return null;
              }));
    }
    for (Future<?> one : sent) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IOException(
            "the load can't be sent to " + contestant.name + ": " + e.getCause(), e);
      }
    }
  }

  /** Until it is taken, as a sender would. */
  private static void deliver(HttpClient client, Contestant contestant, byte[] request)
      throws IOException, InterruptedException {
    for (int status = status(client, contestant.door, request); status != 204; ) {
      contestant.program.requireAlive();
      if (status < 500) {
        throw new IOException("refused with " + status);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      status = status(client, contestant.door, request);
    }
  }

  private static int status(HttpClient client, URI door, byte[] request)
      throws IOException, InterruptedException {
    try {
      return client
          .send(
              HttpRequest.newBuilder(door)
                  .header("Content-Type", "application/x-protobuf")
                  .header("Content-Encoding", "snappy")
                  .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (ConnectException e) {
      return 503; // It is not up yet.
    }
  }
}
