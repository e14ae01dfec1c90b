package io.homeostat.ingest.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.gateway.GatewayService;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class PrometheusTest {
  private static final String PROGRAM = "/usr/bin/prometheus";
  private static TestBroker broker;
  private static RunningService gateway;
  private static SecuredGateway secured;
  private static Exposition shop;
  private static Exposition leaver;
  private static DebianServer prometheus;

  @BeforeAll
  static void start() throws Exception {
    DebianServer.require(PROGRAM, "prometheus");
    broker = TestBroker.shared();
    Path folder = Files.createTempDirectory(Path.of("target"), "prometheus-").toAbsolutePath();
    Path senders = folder.resolve("senders.yaml");
    Files.writeString(senders, "senders: [{name: prometheus, tokenFile: prometheus.token}]");
    Files.writeString(folder.resolve("prometheus.token"), "s3cret\n");
    gateway =
        new GatewayService()
            .start(
                new ServiceConfig(
                    Map.of(
                        "gateway.port", "0",
                        "gateway.senders.file", senders.toString(),
                        "kafka.bootstrap", broker.bootstrap())));
    secured = SecuredGateway.start(broker, folder);
    shop = Exposition.start("shop");
    leaver = Exposition.start("leaver");
    int port = DebianServer.freePort();
    Files.writeString(folder.resolve("prometheus.yml"), configuration(port));
    prometheus =
        DebianServer.start(
                folder,
                PROGRAM,
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--enable-feature=native-histograms",
                "--web.listen-address=127.0.0.1:" + port)
            .awaitReady(URI.create("http://127.0.0.1:" + port + "/-/ready"));
  }

  private static String configuration(int port) {
    return """
        global: {scrape_interval: 500ms}
        scrape_configs:
          - job_name: shop
            static_configs: [{targets: ["%s"]}]
          - job_name: leaver
            static_configs: [{targets: ["%s"]}]
          - job_name: prometheus
            scrape_interval: 2s
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        remote_write:
          - url: "%s/api/v1/write"
            authorization: {credentials_file: prometheus.token}
            send_native_histograms: true
            queue_config: {batch_send_deadline: 500ms, min_backoff: 100ms, max_backoff: 1s}
          - url: "%s/api/v1/write"
            tls_config: {ca_file: server.pem, cert_file: client.pem, key_file: client.key}
            queue_config: {batch_send_deadline: 500ms, min_backoff: 100ms, max_backoff: 1s}
            write_relabel_configs:
              - {source_labels: [job], target_label: job, replacement: "secured-$1"}
        """
        .formatted(
            shop.address(),
            leaver.address(),
            port,
            gateway.addresses().get("otlp"),
            secured.address("otlp"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
      shop.close();
      leaver.close();
      gateway.close();
      secured.close();
    }
  }

  @Test
  void whatIsScrapedArrivesWithNativeHistograms() {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      String labels = "{instance=\"" + shop.address() + "\"}";
      metrics.await(
          read ->
              last(read, "shop")
                  .keySet()
                  .containsAll(Set.of("latency.p50" + labels, "turn" + labels, "up" + labels)));
      Map<String, Double> last = last(metrics, "shop");
      double turn = last.getOrDefault("turn" + labels, 0.0);
      assertThat(turn).isGreaterThanOrEqualTo(2);
      assertThat(last)
          .containsEntry("up" + labels, 1.0)
          .containsEntry("latency.count" + labels, 10 * turn)
          .containsEntry("latency.sum" + labels, 15 * turn)
          .containsEntry("latency.p50" + labels, 1.5);
    }
  }

  @Test
  void whoShowsACertificateIsHeardOverTls() {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      String turn = "turn{instance=\"" + shop.address() + "\"}";
      metrics.await(read -> last(read, "secured-shop").getOrDefault(turn, 0.0) >= 2);
    }
  }

  @Test
  void nothingIsLostWhileKafkaIsAway() throws Exception {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      metrics.await(read -> turns(read, shop).size() >= 2);
      broker.stop();
      shop.awaitTurns(shop.turns() + 8);
      broker.again();
      int after = shop.turns() + 2;
      metrics.await(read -> turns(read, shop).contains(after));
      Set<Integer> turns = turns(metrics, shop);
      int first = turns.iterator().next();
      assertThat(turns)
          .containsAll(IntStream.rangeClosed(first, after).boxed().collect(Collectors.toList()));
    }
  }

  @Test
  void aTargetThatGoesLeavesNoSamplesBehindButUp() {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      String labels = "{instance=\"" + leaver.address() + "\"}";
      metrics.await(read -> !turns(read, leaver).isEmpty());
      leaver.close();
      metrics.await(
          read ->
              Double.valueOf(0).equals(last(read, "leaver").get("up" + labels))
                  && last(read, "leaver").containsKey("scrape_samples_scraped" + labels));
      assertThat(last(metrics, "leaver").keySet())
          .doesNotContain("turn" + labels, "latency.count" + labels);
      assertThat(turns(metrics, leaver)).doesNotContain(0).allMatch(turn -> turn <= leaver.turns());
    }
  }

  @Test
  void prometheusItselfSaysThatNothingWasRefused() {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      metrics.await(
          read ->
              of(last(read, "prometheus"), "prometheus_remote_storage_samples_total").stream()
                  .anyMatch(count -> count > 0));
      Map<String, Double> last = last(metrics, "prometheus");
      assertThat(of(last, "prometheus_remote_storage_samples_failed_total")).containsOnly(0.0);
      assertThat(of(last, "prometheus_remote_storage_histograms_failed_total")).containsOnly(0.0);
      assertThat(of(last, "prometheus_remote_storage_samples_dropped_total")).containsOnly(0.0);
    }
  }

  private static List<Double> of(Map<String, Double> samples, String metric) {
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(metric + "{"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The samples of a job at the time of its last frame. */
  private static Map<String, Double> last(LaneReader reader, String job) {
    List<MetricFrame> frames = frames(reader, job);
    long time = frames.stream().mapToLong(MetricFrame::timeMillis).max().orElse(0);
    Map<String, Double> last = new TreeMap<>();
    for (MetricFrame frame : frames) {
      for (int i = 0; frame.timeMillis() == time && i < frame.values().length; i++) {
        last.put(frame.series().name(i), frame.values()[i]);
      }
    }
    return last;
  }

  /** Every value of {@code turn} that has come. */
  private static Set<Integer> turns(LaneReader reader, Exposition exposition) {
    Set<Integer> turns = new TreeSet<>();
    for (MetricFrame frame : frames(reader, exposition.job())) {
      int at = frame.series().names().indexOf("turn{instance=\"" + exposition.address() + "\"}");
      if (at >= 0) {
        turns.add((int) frame.values()[at]);
      }
    }
    return turns;
  }

  private static List<MetricFrame> frames(LaneReader reader, String job) {
    return reader.all().stream()
        .map(record -> record.fact())
        .filter(MetricFrame.class::isInstance)
        .map(MetricFrame.class::cast)
        .filter(frame -> frame.entity().text().equals("service:default/default/" + job))
        .toList();
  }
}
