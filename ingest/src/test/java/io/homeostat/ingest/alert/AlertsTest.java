package io.homeostat.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsTest {
  private static final long STARTED = Instant.parse("2026-11-20T09:35:43.632Z").toEpochMilli();
  private static final long NOW = Instant.parse("2026-11-20T09:40:00Z").toEpochMilli();
  private static final AlertSignals SIGNALS =
      new AlertSignals(EntityMapping.defaults(), entity -> "shop");

  private final Rejections rejections = new Rejections();

  @Test
  void whatAlertmanagerSentBecomesOneSignalThatFiresAndResolves() throws Exception {
    Alert firing = webhook("am025_0_firing.json");
    Alert resolved = webhook("am025_1_resolved.json");
    assertThat(firing.fingerprint()).isEqualTo("127439984d642d85");
    Signal signal = SIGNALS.of(firing, NOW);
    assertThat(signal.entity().text()).isEqualTo("service:t1/default/pg");
    assertThat(signal.system()).isEqualTo("shop");
    assertThat(signal.rule()).isEqualTo("PgDown");
    assertThat(signal.state()).isEqualTo(Signal.State.FIRING);
    assertThat(signal.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(signal.beganMillis()).isEqualTo(STARTED);
    assertThat(signal.explanation()).isEqualTo("pg exporter 127.0.0.1:19187 down");
    Signal end = SIGNALS.of(resolved, NOW);
    assertThat(end.id()).isEqualTo(signal.id());
    assertThat(end.state()).isEqualTo(Signal.State.RESOLVED);
    assertThat(rejections.total()).isZero();
  }

  @Test
  void theFingerprintIsAlertmanagersOwn() throws Exception {
    assertThat(Fingerprint.of(new java.util.TreeMap<>(webhook("am025_0_firing.json").labels())))
        .isEqualTo("127439984d642d85");
  }

  @Test
  void theSameAlertToldByPrometheusItselfIsTheSameSignal() throws Exception {
    Alert told =
        request(
                """
                [{"labels": {"alertname": "PgDown", "cluster": "t1", "instance": "127.0.0.1:19187",
                             "job": "pg", "severity": "critical", "team": "db", "empty": ""},
                  "startsAt": "2026-11-20T10:35:43.632+01:00",
                  "endsAt": "2026-11-20T09:44:00Z", "generatorURL": "http://vm/graph"}]
                """)
            .get(0);
    assertThat(SIGNALS.of(told, NOW).id())
        .isEqualTo(SIGNALS.of(webhook("am025_0_firing.json"), NOW).id());
    assertThat(told.untilMillis()).hasValue(NOW + 240_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | FIRING | 0 | 300000",
        "'\"startsAt\": \"2026-11-20T09:39:00Z\",' | FIRING | -60000 | 300000",
        "'\"endsAt\": \"2026-11-20T09:41:00Z\",' | FIRING | 0 | 60000",
        "'\"endsAt\": \"2026-11-20T09:39:00Z\",' | RESOLVED | -60000 | -1",
        "'\"endsAt\": \"0001-01-01T00:00:00Z\",' | FIRING | 0 | 300000"
      })
  void whatATimeThatIsAbsentMeans(String times, Alert.State state, long starts, long until)
      throws Exception {
    Alert alert = request("[{" + times + "\"labels\": {\"job\": \"a\"}}]").get(0);
    assertThat(alert.state()).isEqualTo(state);
    assertThat(alert.startsMillis()).isEqualTo(NOW + starts);
    assertThat(alert.untilMillis())
        .isEqualTo(until < 0 ? OptionalLong.empty() : OptionalLong.of(NOW + until));
  }

  @Test
  void anAlertWhoseSenderTellsNoBeginningIsTheSameEachTime() throws Exception {
    byte[] body = "[{\"labels\": {\"job\": \"a\"}}]".getBytes(StandardCharsets.UTF_8);
    String first = SIGNALS.of(Alerts.ofRequest(body, NOW, rejections).get(0), NOW).id();
    assertThat(SIGNALS.of(Alerts.ofRequest(body, NOW + 5, rejections).get(0), NOW + 5).id())
        .isEqualTo(first);
  }

  @Test
  void theGoodPartIsTakenAndTheRestIsCountedByReason() throws Exception {
    List<Alert> alerts =
        request(
            """
            [{"labels": {"alertname": "good"}, "unknown": [1, {"a": []}]},
             null,
             {"labels": {}},
             {"labels": {"a b": "1"}},
             {"labels": {"a": "%s"}},
             {"labels": {"a": "1"}, "startsAt": "yesterday"},
             {"labels": {"a": "1"}, "startsAt": "2026-11-20T09:46:00Z"},
             {"labels": {"a": "1"}, "startsAt": "2026-11-20T09:30:00Z",
              "endsAt": "2026-11-20T09:29:00Z"}]
            """
                .formatted("x".repeat(1_025)));
    assertThat(alerts).extracting(Alert::name).containsExactly("good");
    assertThat(rejections.counts())
        .isEqualTo(
            Map.of(
                Reason.KIND, 1L,
                Reason.ATTRIBUTES, 3L,
                Reason.TIME_MISSING, 1L,
                Reason.TIME_FAR, 1L,
                Reason.TIME_ORDER, 1L));
  }

  @Test
  void whatAlertmanagerHasLeftOutIsCounted() throws Exception {
    byte[] body =
        new String(resource("am025_0_firing.json"), StandardCharsets.UTF_8)
            .replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":7")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Alerts.ofWebhook(body, NOW, rejections)).hasSize(1);
    assertThat(rejections.counts()).isEqualTo(Map.of(Reason.LEFT_OUT, 7L));
    assertThat(rejections.message()).contains("PgDown").contains("max_alerts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[",
        "[1]",
        "[{\"labels\": 1}]",
        "[{\"labels\": {\"a\": {}}}]",
        "[] []",
        "{\"version\": \"3\", \"alerts\": []}",
        "{\"version\": \"4\"}",
        "{\"version\": \"4\", \"alerts\": {}}"
      })
  void whatIsNeitherIsMalformedAndSaysWhy(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Alerts.ofRequest(bytes, NOW, rejections))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("JSON of alerts");
    assertThatThrownBy(() -> Alerts.ofWebhook(bytes, NOW, rejections))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("webhook");
  }

  @Test
  void nestingIsBounded() {
    byte[] deep = ("[{\"x\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Alerts.ofRequest(deep, NOW, rejections))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("depth");
  }

  @Test
  void textFromOutsideLosesItsControlCharactersAndItsExcess() throws Exception {
    Alert alert =
        request(
                """
                [{"labels": {"alertname": "a\\u001b[31m", "homeostat_kind": "No Kind", "job": "j"},
                  "annotations": {"summary": "line\\nline %s"}}]
                """
                    .formatted("x".repeat(2_000)))
            .get(0);
    Signal signal = SIGNALS.of(alert, NOW);
    assertThat(signal.explanation()).startsWith("line line x").hasSize(500);
    assertThat(signal.rule()).isEqualTo("a [31m");
    assertThat(signal.kind()).isEqualTo("alert");
  }

  @Property(tries = 1_000)
  void brokenBytesAreReadOrMalformed(
      @ForAll @Size(max = 5) List<@IntRange(max = 700) Integer> places,
      @ForAll @IntRange(max = 255) int value)
      throws Exception {
    byte[] body = resource("am025_0_firing.json");
    for (int place : places) {
      body[place % body.length] ^= (byte) value;
    }
    try {
      assertThat(Alerts.ofWebhook(body, NOW, new Rejections())).hasSizeLessThanOrEqualTo(1);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private List<Alert> request(String json) throws MalformedException {
    return Alerts.ofRequest(json.getBytes(StandardCharsets.UTF_8), NOW, rejections);
  }

  private Alert webhook(String file) throws IOException, MalformedException {
    List<Alert> alerts = Alerts.ofWebhook(resource(file), NOW, rejections);
    assertThat(alerts).hasSize(1);
    return alerts.get(0);
  }

  private static byte[] resource(String file) throws IOException {
    try (var in = Objects.requireNonNull(AlertsTest.class.getResourceAsStream(file))) {
      return in.readAllBytes();
    }
  }
}
