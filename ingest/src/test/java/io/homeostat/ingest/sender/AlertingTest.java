package io.homeostat.ingest.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.gateway.GatewayService;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prometheus tells its alerts to the gateway itself, and to an Alertmanager that tells it too. */
@Timeout(600)
class AlertingTest {
  private static final String PROMETHEUS = "/usr/bin/prometheus";
  private static final String ALERTMANAGER = "/usr/bin/prometheus-alertmanager";
  private static TestBroker broker;
  private static RunningService gateway;
  private static Exposition shop;
  private static DebianServer prometheus;
  private static DebianServer alertmanager;
  private static String alertmanagerAddress = "";

  @BeforeAll
  static void start() throws Exception {
    DebianServer.require(PROMETHEUS, "prometheus");
    DebianServer.require(ALERTMANAGER, "prometheus-alertmanager");
    broker = TestBroker.shared();
    Path folder = Files.createTempDirectory(Path.of("target"), "alerting-").toAbsolutePath();
    Path senders = folder.resolve("senders.yaml");
    Files.writeString(
        senders,
        """
        senders:
          - {name: prometheus, tokenFile: prometheus.token}
          - {name: alertmanager, user: alertmanager, passwordFile: alertmanager.password}
        """);
    Files.writeString(folder.resolve("prometheus.token"), "s3cret\n");
    Files.writeString(folder.resolve("alertmanager.password"), "pass:word\n");
    gateway =
        new GatewayService()
            .start(
                new ServiceConfig(
                    Map.of(
                        "gateway.port", "0",
                        "gateway.senders.file", senders.toString(),
                        "kafka.bootstrap", broker.bootstrap())));
    shop = Exposition.start("shop");
    alertmanager = alertmanager(folder);
    prometheus = prometheus(folder);
  }

  private static DebianServer alertmanager(Path folder) throws Exception {
    alertmanagerAddress = "127.0.0.1:" + DebianServer.freePort();
    Files.writeString(
        folder.resolve("alertmanager.yml"),
        """
        route:
          receiver: homeostat
          group_by: [alertname]
          group_wait: 200ms
          group_interval: 1s
          routes: [{receiver: short, matchers: ['team="many"'], group_wait: 1s}]
        receivers:
          - name: homeostat
            webhook_configs: [{url: "%1$s", http_config: &login {basic_auth: {username: alertmanager, password_file: alertmanager.password}}}]
          - name: short
            webhook_configs: [{url: "%1$s", max_alerts: 1, http_config: *login}]
        """
            .formatted(gateway.addresses().get("otlp") + "/v1/webhooks/alertmanager"));
    return DebianServer.start(
            folder,
            ALERTMANAGER,
            "--config.file=alertmanager.yml",
            "--storage.path=alerts",
            "--cluster.listen-address=",
            "--web.listen-address=" + alertmanagerAddress)
        .awaitReady(URI.create("http://" + alertmanagerAddress + "/-/ready"));
  }

  private static DebianServer prometheus(Path folder) throws Exception {
    int port = DebianServer.freePort();
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 500ms, evaluation_interval: 500ms}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: shop
            static_configs: [{targets: ["%s"]}]
        alerting:
          alertmanagers:
            - static_configs: [{targets: ["%s"]}]
              authorization: {credentials_file: prometheus.token}
            - static_configs: [{targets: ["%s"]}]
        """
            .formatted(
                shop.address(),
                URI.create(gateway.addresses().getOrDefault("otlp", "")).getAuthority(),
                alertmanagerAddress));
    Files.writeString(
        folder.resolve("rules.yml"),
        """
        groups:
          - name: shop
            rules:
              - alert: ShopBroken
                expr: broken == 1
                labels: {severity: critical, homeostat_kind: availability}
                annotations: {summary: "{{ $labels.job }} is broken"}
        """);
    return DebianServer.start(
            folder,
            PROMETHEUS,
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--rules.alert.resend-delay=1s",
            "--enable-feature=native-histograms",
            "--web.listen-address=127.0.0.1:" + port)
        .awaitReady(URI.create("http://127.0.0.1:" + port + "/-/ready"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
      alertmanager.close();
      shop.close();
      gateway.close();
    }
  }

  @Test
  void anAlertIsOneSignalThatFiresAndResolvesThoughBothTellIt() {
    try (LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS);
        LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      shop.broken(true);
      signals.await(read -> !signals(read, "ShopBroken").isEmpty());
      metrics.await(read -> told(read, "gateway.accepted{signal=\"alertmanager\"}") > 0);
      assertThat(told(metrics, "gateway.accepted{signal=\"alerts\"}")).isPositive();
      shop.broken(false);
      signals.await(
          read ->
              signals(read, "ShopBroken").stream()
                  .anyMatch(signal -> signal.state() == Signal.State.RESOLVED));
      double before = told(metrics, "gateway.accepted{signal=\"alertmanager\"}");
      metrics.await(read -> told(read, "gateway.accepted{signal=\"alertmanager\"}") > before);
      List<Signal> both = signals(signals.await(read -> true), "ShopBroken");
      // Words that come at the same moment may both go on: they are the same signal.
      assertThat(both.stream().map(Signal::id).distinct()).hasSize(1);
      assertThat(both.stream().map(Signal::state).distinct())
          .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
      Signal firing = both.get(0);
      assertThat(firing.entity().text()).isEqualTo("service:default/default/shop");
      assertThat(firing.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(firing.kind()).isEqualTo("availability");
      assertThat(firing.explanation()).isEqualTo("shop is broken");
      assertThat(firing.beganMillis())
          .isBetween(firing.updatedMillis() - 60_000, firing.updatedMillis());
    }
  }

  @Test
  void whatAlertmanagerLeavesOutIsCounted() throws Exception {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://" + alertmanagerAddress + "/api/v2/alerts"))
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              """
                              [{"labels": {"alertname": "Many", "team": "many", "job": "a"}},
                               {"labels": {"alertname": "Many", "team": "many", "job": "b"}},
                               {"labels": {"alertname": "Many", "team": "many", "job": "c"}}]
                              """))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      metrics.await(
          read -> told(read, "gateway.rejected{reason=\"left_out\",signal=\"alertmanager\"}") == 2);
    }
  }

  private static List<Signal> signals(LaneReader reader, String rule) {
    return reader.all().stream()
        .map(record -> record.fact())
        .filter(Signal.class::isInstance)
        .map(Signal.class::cast)
        .filter(signal -> signal.rule().equals(rule))
        .toList();
  }

  /** What the gateway told last of itself; 0 before it did. */
  private static double told(LaneReader reader, String series) {
    double last = 0;
    for (var record : reader.all()) {
      MetricFrame frame = (MetricFrame) record.fact();
      int at = frame.series().names().indexOf(series);
      if (at >= 0 && frame.entity().text().equals("service:homeostat/gateway")) {
        last = frame.values()[at];
      }
    }
    return last;
  }
}
