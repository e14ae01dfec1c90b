package io.homeostat.tests.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A service tells which features it has served; their unit changes. The drift is told, column by
 * column, until a person says that it is usual from here on.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ServedFeaturesTest {
  private static final Path RULES = Path.of("target", "worlds", "served-rules").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int A_SECOND = 10;
  private static final String DRIFT =
      """
      drift:
        - name: served
          match: ['kind="feature-set"']
          reference: baseline
          window: 1m
          windows: 1
          falseAlarms: 0.001
          leastEffect: 0.2
          kind: data-drift
      """;

  private final Random random = new Random(3);
  private final AtomicInteger daysInAYear = new AtomicInteger(1);
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void whatServesFeaturesInAnotherUnitIsToldUntilAPersonSaysThatItIsUsual() throws Exception {
    Files.createDirectories(RULES);
    Files.writeString(RULES.resolve("served.yaml"), DRIFT);
    ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor();
    try (House house = House.start("served-features", "--rules", RULES.toString())) {
      URI door = URI.create(house.address("otlp") + "/v1/features");
      var unused = service.scheduleAtFixedRate(() -> serve(door), 0, 1, TimeUnit.SECONDS);
      until("a window is judged", () -> drift(house).path("columnCount").asInt() == 2);
      assertThat(house.verb("drift", "list")).contains("usual", "feature-set:prod/ranker/online");

      daysInAYear.set(365);
      JsonNode file =
          house.awaitFile(
              "the drift is an incident",
              one -> one.at("/incident/signals/0/kind").asText().equals("data-drift"));
      JsonNode signal = file.at("/incident/signals/0");
      assertThat(signal.get("explanation").asText())
          .contains("drifted: age ")
          .doesNotContain("country");
      JsonNode drift = drift(house);
      assertThat(drift.get("signal").asText()).isEqualTo(signal.get("id").asText());
      assertThat(drift.get("worst").asText()).isEqualTo("age");
      String id = drift.get("id").asText();
      assertThat(house.verb("drift", "show", id)).contains("drifting", "age      yes");

      house.verb("drift", "rebase", id, "--reason", "ages are in days since today");
      JsonNode closed =
          house.awaitFile(
              "the incident is over", one -> one.at("/incident/state").asText().equals("RESOLVED"));
      assertThat(closed.at("/incident/signals/0/explanation").asText())
          .contains("has replaced the reference of", "ages are in days since today");
      until("days are usual", () -> judgedAnew(drift(house), drift.get("untilMillis").asLong()));
      assertThat(drift(house).get("signal").asText()).isEmpty();
      assertThat(house.console("/api/v1/incidents").get("incidents")).hasSize(1);
    } finally {
      service.shutdownNow();
    }
  }

  /** Of the windows after a time one was judged, in which nothing drifts. */
  private static boolean judgedAnew(JsonNode drift, long afterMillis) {
    return drift.get("untilMillis").asLong() > afterMillis
        && drift.get("unknown").asText().isEmpty()
        && drift.get("driftedCount").asInt() == 0;
  }

  private static JsonNode drift(House house) throws Exception {
    return house.console("/api/v1/drift").path("drift").path(0);
  }

  private void serve(URI door) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < A_SECOND; i++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"table\":\"feature-set:prod/ranker/online\",\"values\":{\"age\":%d,\"country\":\"%s\"}}%n",
              (20 + random.nextInt(40)) * daysInAYear.get(),
              random.nextBoolean() ? "FR" : "DE"));
    }
    HttpRequest request =
        HttpRequest.newBuilder(door)
            .header("Content-Type", "application/x-ndjson")
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(lines.toString(), UTF_8))
            .build();
    var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
  }

  private static void until(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(condition);
  }
}
