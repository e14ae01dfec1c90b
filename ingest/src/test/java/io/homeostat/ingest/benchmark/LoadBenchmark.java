package io.homeostat.ingest.benchmark;

import io.homeostat.core.lane.Lanes;
import io.homeostat.ingest.broker.BrokerMain;
import io.homeostat.ingest.loss.Killable;
import io.homeostat.ingest.sender.DebianServer;
import io.homeostat.schemas.service.ServiceMain;
import io.homeostat.schemas.topics.Topics;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * What a sample costs in processor time when it is taken over HTTP: by the gateway, which answers
 * once a broker has it (acks=all), and by Debian's Prometheus, which takes the same load. They take
 * turns; each takes every request of a turn once, from four senders at a time. The broker's own
 * time is told apart. 20,000 series, 500 samples a request, as in {@link RemoteWriteBenchmark}.
 */
final class LoadBenchmark {
  private static final String PROMETHEUS = "/usr/bin/prometheus";
  private static final int TURNS = Integer.getInteger("load.turns", 9);
  private static final int WARM_UP = Integer.getInteger("load.warmup", 6);

  /** How often each series is told of in a turn. */
  private static final int ROUNDS = Integer.getInteger("load.rounds", 10);

  private static final int SENDERS = 4;
  private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private LoadBenchmark() {}

  /** Runs it, and prints microseconds of processor time a sample. */
  static void run() throws Exception {
    DebianServer.require(PROMETHEUS, "prometheus");
    Path folder = Files.createTempDirectory(Path.of("target"), "load-").toAbsolutePath();
    int port = DebianServer.freePort();
    int gatewayPort = DebianServer.freePort();
    int peerPort = DebianServer.freePort();
    Path config =
        Files.writeString(
            folder.resolve("gateway.properties"),
            "gateway.port=" + gatewayPort + "\nkafka.bootstrap=127.0.0.1:" + port + "\n");
    Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 1h}\n");
    try (Killable broker =
            new Killable(
                folder.resolve("broker.said"),
                OPTIONS,
                BrokerMain.class.getName(),
                folder.toString(),
                "" + port,
                "" + DebianServer.freePort());
        Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
      Topics.create(admin, Lanes.LOCAL, (short) 1);
      try (Killable gateway =
              new Killable(
                  folder.resolve("gateway.said"),
                  OPTIONS,
                  ServiceMain.class.getName(),
                  "--config",
                  config.toString(),
                  "gateway");
          DebianServer peer =
              DebianServer.start(
                      folder,
                      PROMETHEUS,
                      "--config.file=prometheus.yml",
                      "--storage.tsdb.path=peer",
                      "--web.enable-remote-write-receiver",
                      "--web.listen-address=127.0.0.1:" + peerPort)
                  .awaitReady(URI.create("http://127.0.0.1:" + peerPort + "/-/ready"))) {
        measure(
            List.of(
                new Contestant("gateway", gatewayPort, gateway::processorTime),
                new Contestant("prometheus", peerPort, peer::processorTime)),
            broker::processorTime);
      }
    }
  }

  private record Contestant(String name, int port, Supplier<Duration> time) {}

  private static void measure(List<Contestant> contestants, Supplier<Duration> broker)
      throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    Map<String, double[]> micros = new TreeMap<>();
    long now = System.currentTimeMillis() - 3_600_000;
    for (int turn = -WARM_UP; turn < TURNS; turn++) {
      List<byte[]> requests = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        now += 1_000;
        requests.addAll(RemoteWriteBenchmark.requests(now));
      }
      int samples = requests.size() * RemoteWriteBenchmark.SAMPLES;
      for (Contestant contestant : contestants) {
        long brokerBefore = broker.get().toNanos();
        long before = contestant.time.get().toNanos();
        send(senders, requests, contestant.port);
        double taken = (contestant.time.get().toNanos() - before) / 1e3 / samples;
        double brokers = (broker.get().toNanos() - brokerBefore) / 1e3 / samples;
        if (turn >= 0) {
          micros.computeIfAbsent(contestant.name, name -> new double[TURNS])[turn] = taken;
          micros
                  .computeIfAbsent("broker, during " + contestant.name, name -> new double[TURNS])[
                  turn] =
              brokers;
        }
      }
    }
    senders.shutdown();
    micros.forEach(
        (name, taken) -> {
          Arrays.sort(taken);
          double median = taken[taken.length / 2];
          System.out.printf(
              Locale.ROOT,
              "%-26s min %.2f median %.2f max %.2f µs a sample; %.0f samples/s per core%n",
              name,
              taken[0],
              median,
              taken[taken.length - 1],
              1e6 / median);
        });
  }

  private static void send(ExecutorService senders, List<byte[]> requests, int port)
      throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI door = URI.create("http://127.0.0.1:" + port + "/api/v1/write");
    List<Future<?>> sent = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      int first = sender;
      sent.add(
          senders.submit(
              () -> {
                for (int i = first; i < requests.size(); i += SENDERS) {
                  deliver(client, door, requests.get(i));
                }
                return null;
              }));
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }

  /** Until it is taken, as a sender would. */
  private static void deliver(HttpClient client, URI door, byte[] request)
      throws IOException, InterruptedException {
    int status;
    do {
      try {
        status =
            client
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
        status = 503; // It is not up yet.
      }
      if (status != 204 && status < 500) {
        throw new IOException("refused with " + status);
      }
    } while (status != 204);
  }
}
