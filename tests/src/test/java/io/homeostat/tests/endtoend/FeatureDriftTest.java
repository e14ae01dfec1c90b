package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A feature is written in another unit: nothing fails, the ranking is bad. The model is trained
 * anew, once, and what remains is told to a person.
 */
class FeatureDriftTest {
  private static final String MODEL = "model:demo/ranker";
  private static final String TABLE = "pg-table:demo/rag/public.features";

  @Test
  void theModelIsTrainedAnewOnceAndServesWellThoughTheFeatureStaysInItsNewUnit() throws Exception {
    try (House house = House.start("feature-drift")) {
      house.verb("demo", "feature-drift", "--seed", "7");

      JsonNode file =
          house.awaitFile("the model is trained and serves well", FeatureDriftTest::isVerified);

      JsonNode drift = signal(file, "data-drift");
      assertThat(drift.get("entity").asText()).isEqualTo(TABLE);
      assertThat(drift.get("explanation").asText())
          .containsPattern(
              "break the contract of column (popularity|quality): .*used by demo/ranker/v1");
      assertThat(signal(file, "model-quality").get("state").asText()).isEqualTo("RESOLVED");
      JsonNode trainings = house.demo("/training");
      assertThat(trainings).hasSize(1);
      JsonNode training = trainings.get(0);
      assertThat(training.get("deliveries").asInt()).isEqualTo(1);
      assertThat(training.get("outcome").asText()).isEqualTo("model v2");
      JsonNode request = training.get("request");
      assertThat(request.get("model").asText()).isEqualTo(MODEL);
      assertThat(request.get("incident").asText())
          .isEqualTo(file.get("incident").get("id").asText());
      assertThat(request.get("dataset").get("entity").asText()).isEqualTo(TABLE);
      assertThat(request.get("dataset").get("features").get(0).asText())
          .isEqualTo(drift.get("rule").asText());
      assertThat(request.get("reason").get("explanation").asText()).contains("break the contract");
      assertThat(house.demo("/state").get("retriever").get("model").asText()).isEqualTo("v2");

      await("a person is told of the contract, which nothing else can mend")
          .atMost(Duration.ofMinutes(3))
          .until(() -> house.demo("/pages").toString().contains(request.get("incident").asText()));
      assertThat(house.demo("/training")).as("trainings").hasSize(1);

      house.verb("demo", "reset");
      house.awaitFile(
          "the incident is over",
          over ->
              over.get("incident").get("state").asText().equals("HEALED")
                  && over.get("incident").get("id").equals(file.get("incident").get("id")));
    }
  }

  private static boolean isVerified(JsonNode file) {
    boolean verified = false;
    for (JsonNode verdict : file.get("verdicts")) {
      verified |= verdict.get("result").asText().equals("VERIFIED");
    }
    return verified;
  }

  private static JsonNode signal(JsonNode file, String kind) {
    for (JsonNode signal : file.get("incident").get("signals")) {
      if (signal.get("kind").asText().equals(kind)) {
        return signal;
      }
    }
    throw new AssertionError("no signal of " + kind + ": " + file.get("incident"));
  }
}
