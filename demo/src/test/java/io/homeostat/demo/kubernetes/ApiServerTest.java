package io.homeostat.demo.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.demo.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ApiServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/rag/deployments/retriever";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger pods = new AtomicInteger();
  private final Path folder;
  private ApiServer api;
  private DeploymentController controller;

  ApiServerTest(@TempDir Path folder) {
    this.folder = folder;
    this.api = ApiServer.start(folder, 0, InstantSource.system());
    this.controller = DeploymentController.start(api, pods::set);
  }

  @BeforeEach
  void podsAreThereAtOnce() {
    assertThat(pods).hasValue(DeploymentController.USUAL_REPLICAS);
  }

  @AfterEach
  void stop() {
    controller.close();
    api.close();
  }

  @Test
  void podsFollowTheReplicasAndTheStatusTells() throws Exception {
    assertThat(scale(Account.ACTUATOR, 2, 4)).isLessThan(300);
    Eventually.await("four pods", LIMIT, () -> pods.get() == 4);
    Eventually.await("the status tells", LIMIT, () -> status().path("readyReplicas").asInt() == 4);
    assertThat(status().path("observedGeneration").asInt()).isEqualTo(2);
    scale(Account.ACTUATOR, 4, 3);
    Eventually.await("three pods", LIMIT, () -> pods.get() == 3);
  }

  @Test
  void everyChangeOfReplicasIsOnRecordWithWhoMadeIt() throws Exception {
    scale(Account.ACTUATOR, 2, 4);
    scale(Account.ADMIN, 4, 2);
    assertThat(api.view("retriever").changes())
        .extracting(
            DeploymentChange::by, DeploymentChange::replicasBefore, DeploymentChange::replicasAfter)
        .containsExactly(
            Assertions.tuple("deployment-controller", 0, 2),
            Assertions.tuple("homeostat-actuator", 2, 4),
            Assertions.tuple("admin", 4, 2));
  }

  @Test
  void anotherStartGoesOnWithTheSameObjectInItsVersion() throws Exception {
    scale(Account.ACTUATOR, 2, 4);
    Eventually.await("the status tells", LIMIT, () -> status().path("readyReplicas").asInt() == 4);
    JsonNode before = get(Account.WATCHER);
    stop();
    pods.set(0);
    api = ApiServer.start(folder, 0, InstantSource.system());
    controller = DeploymentController.start(api, pods::set);
    assertThat(pods).hasValue(4);
    assertThat(get(Account.WATCHER)).isEqualTo(before);
    assertThat(api.view("retriever").changes()).hasSize(2);
    scale(Account.ACTUATOR, 4, 2);
    assertThat(get(Account.WATCHER).path("metadata").path("resourceVersion").asInt())
        .isGreaterThan(before.path("metadata").path("resourceVersion").asInt());
  }

  @Test
  void aPatchWhoseTestFailsIsAnsweredAndChangesNothing() throws Exception {
    assertThat(scale(Account.ACTUATOR, 7, 4)).isEqualTo(422);
    assertThat(api.view("retriever").changes()).hasSize(1);
    assertThat(pods).hasValue(2);
  }

  @Test
  void withoutTheRightTokenNothingIsDone() throws Exception {
    assertThat(send(request().GET()).statusCode()).isEqualTo(401);
    assertThat(scale(Account.WATCHER, 2, 4)).isEqualTo(403);
    assertThat(scale(Account.CONTROLLER, 2, 4)).isEqualTo(403);
    assertThat(api.view("retriever").changes()).hasSize(1);
  }

  @Test
  void whileAnswersAreHeldAChangeIsMadeAndNobodyHears() throws Exception {
    api.holdAnswers(Duration.ofMinutes(5));
    Assertions.assertThatThrownBy(() -> scale(Account.ACTUATOR, 2, 4))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(api.view("retriever").heldAnswers()).isEqualTo(1);
    assertThat(get(Account.WATCHER).path("spec").path("replicas").asInt()).isEqualTo(4);
    api.holdAnswers(Duration.ZERO);
    assertThat(scale(Account.ACTUATOR, 4, 2)).isLessThan(300);
  }

  private int scale(Account account, int from, int to) throws Exception {
    String patch =
        """
        [{"op": "test", "path": "/spec/replicas", "value": %d},
         {"op": "replace", "path": "/spec/replicas", "value": %d}]
        """
            .formatted(from, to);
    return send(as(account)
            .header("Content-Type", "application/json-patch+json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(patch)))
        .statusCode();
  }

  private JsonNode get(Account account) throws Exception {
    return JSON.readTree(send(as(account).GET()).body());
  }

  private JsonNode status() {
    return api.deployment("retriever").orElseThrow().path("status");
  }

  private HttpRequest.Builder as(Account account) {
    return request().header("Authorization", "Bearer " + api.tokens().token(account));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create(api.address() + DEPLOYMENT))
        .timeout(Duration.ofSeconds(2));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
