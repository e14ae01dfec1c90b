package io.homeostat.demo.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does for the retriever's Deployment what Kubernetes' controller and kubelet do: pods come to be
 * ready a while after they are wanted, go at once when they are not, and the status tells.
 */
public final class DeploymentController implements AutoCloseable {
  /** The Deployment. */
  public static final String NAME = "retriever";

  /** How many replicas it has when it is made. */
  public static final int USUAL_REPLICAS = 2;

  private static final Logger log = LoggerFactory.getLogger(DeploymentController.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POD_START = Duration.ofMillis(1500);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "deployment-controller");
            thread.setDaemon(true);
            return thread;
          });
  private final ApiServer api;
  private final IntConsumer pods;
  private int ready;

  private DeploymentController(ApiServer api, IntConsumer pods) {
    this.api = api;
    this.pods = pods;
  }

  /**
   * Starts to reconcile; makes the Deployment if there is none. Its pods are there at once.
   *
   * @param pods told how many pods are ready whenever that changes
   */
  public static DeploymentController start(ApiServer api, IntConsumer pods) {
    DeploymentController controller = new DeploymentController(api, pods);
    if (api.deployment(NAME).isEmpty()) {
      api.create(deployment());
    }
    controller.become(replicas(api.deployment(NAME).orElseThrow()));
    api.listen(controller::changed);
    return controller;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void changed(JsonNode object) {
    if (object.path("metadata").path("name").asText().equals(NAME)) {
      after(Duration.ZERO, this::reconcile);
    }
  }

  private void after(Duration delay, Runnable step) {
    try {
      var unused = executor.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed meanwhile: there is nothing to reconcile", e);
    }
  }

  private void reconcile() {
    api.deployment(NAME)
        .ifPresent(
            deployment -> {
              int wanted = replicas(deployment);
              if (wanted < ready) {
                become(wanted);
              } else {
                tell(deployment);
                if (wanted > ready) {
                  after(POD_START, this::finishStarting);
                }
              }
            });
  }

  private void finishStarting() {
    api.deployment(NAME)
        .map(DeploymentController::replicas)
        .filter(wanted -> wanted > ready)
        .ifPresent(this::become);
  }

  private void become(int count) {
    log.info("{} has {} ready pods after {}", NAME, count, ready);
    ready = count;
    pods.accept(count);
    api.deployment(NAME).ifPresent(this::tell);
  }

  private void tell(JsonNode deployment) {
    int wanted = replicas(deployment);
    ObjectNode status = JSON.createObjectNode();
    status.put("observedGeneration", deployment.path("metadata").path("generation").asInt());
    status.put("replicas", Math.max(wanted, ready));
    status.put("updatedReplicas", Math.max(wanted, ready));
    status.put("readyReplicas", ready);
    status.put("availableReplicas", ready);
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Available")
        .put("status", ready >= wanted ? "True" : "False");
    if (!status.equals(deployment.path("status"))) {
      api.status(deployment, status);
    }
  }

  private static int replicas(JsonNode deployment) {
    return deployment.path("spec").path("replicas").asInt(1);
  }

  private static ObjectNode deployment() {
    ObjectNode deployment = JSON.createObjectNode();
    deployment.put("apiVersion", "apps/v1").put("kind", "Deployment");
    ObjectNode metadata = deployment.putObject("metadata");
    metadata.put("name", NAME).put("namespace", ApiServer.NAMESPACE);
    metadata.putObject("labels").put("app", NAME);
    ObjectNode spec = deployment.putObject("spec");
    spec.put("replicas", USUAL_REPLICAS);
    spec.putObject("selector").putObject("matchLabels").put("app", NAME);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", NAME);
    template
        .putObject("spec")
        .putArray("containers")
        .addObject()
        .put("name", NAME)
        .put("image", "retriever:1");
    return deployment;
  }
}
