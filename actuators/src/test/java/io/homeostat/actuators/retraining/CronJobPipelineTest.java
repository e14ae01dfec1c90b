package io.homeostat.actuators.retraining;

import static io.homeostat.actuators.retraining.Retraining.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.MockResponse;
import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The action, with a CronJob of a cluster. */
@Timeout(120)
class CronJobPipelineTest {
  private static final String BEFORE = "2026-05-04T10:09:59Z";
  private static final String SINCE = "2026-05-04T10:10:00Z";

  private final TestJobs cluster = new TestJobs();
  private final Retraining retraining;

  CronJobPipelineTest(@TempDir Path folder) {
    retraining = new Retraining(folder);
  }

  @BeforeEach
  void list() {
    retraining.write("actuator.token", "a-token\n");
    listed("ml");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void oneJobIsMadeOfTheCronJobsTemplate() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    Command command = command("one");
    Result result = retraining.carryOut(command);
    assertThat(result).isInstanceOf(Result.Applied.class);
    String name = "homeostat-" + command.id();
    assertThat(result.details()).containsEntry("run", name).containsEntry("pipeline", "kubernetes");
    assertThat(cluster.jobs()).hasSize(1);
    JsonNode job = cluster.jobs().get(0);
    assertThat(job.at("/metadata/name").asText()).isEqualTo(name);
    assertThat(job.at("/metadata/namespace").asText()).isEqualTo("ml");
    assertThat(job.at("/metadata/labels"))
        .isEqualTo(
            TestServer.read("{\"app\": \"ranker\", \"homeostat.io/model\": \"demo.ranker\"}"));
    assertThat(job.at("/metadata/annotations"))
        .isEqualTo(
            TestServer.read(
                """
                {"team": "search", "cronjob.kubernetes.io/instantiate": "manual",
                 "homeostat.io/command": "%s"}
                """
                    .formatted(command.id())));
    assertThat(job.at("/metadata/ownerReferences"))
        .isEqualTo(
            TestServer.read(
                """
                [{"apiVersion": "batch/v1", "kind": "CronJob", "name": "retrain-ranker",
                  "uid": "%s", "controller": true}]
                """
                    .formatted(cluster.cronJobUid())));
    assertThat(job.at("/spec/backoffLimit").asInt()).isEqualTo(2);
  }

  @Test
  void eachContainerHasTheRequestOnce() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    Command command = command("one");
    retraining.carryOut(command);
    JsonNode pod = cluster.jobs().get(0).at("/spec/template/spec");
    assertThat(pod.at("/containers/0/args/0").asText()).isEqualTo("--all");
    assertThat(pod.at("/containers/0/env/0/value").asText()).isEqualTo("info");
    assertThat(pod.at("/containers/0/env")).hasSize(2);
    String request = RetrainRequest.of(command).json();
    assertThat(pod.at("/containers/0/env/1/name").asText()).isEqualTo("HOMEOSTAT_REQUEST");
    assertThat(pod.at("/containers/0/env/1/value").asText()).isEqualTo(request);
    assertThat(pod.at("/containers/1/env/0/value").asText()).isEqualTo(request);
    assertThat(pod.at("/initContainers/0/env/0/value").asText()).isEqualTo(request);
  }

  @Test
  void anEndedJobIsKeptLongEnoughToBeFound() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    retraining.carryOut(command("one"));
    assertThat(cluster.jobs().get(0).at("/spec/ttlSecondsAfterFinished").asInt()).isEqualTo(3_600);
  }

  @Test
  void aJobThatKeepsNothingBehindIsNotAskedFor() {
    cluster.cronJob(spec("failedJobsHistoryLimit", "0"));
    retraining.assertRefused(command("one"), "history limits of 1 or more");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void aJobThatWouldBeSuspendedIsNotAskedFor() {
    cluster.cronJob(
        object -> ((ObjectNode) object.at("/spec/jobTemplate/spec")).put("suspend", true));
    retraining.assertRefused(command("one"), "makes suspended Jobs");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void theSameCommandAgainMakesNoSecondJob() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    Command command = command("one");
    Result late =
        retraining.carryOut(
            command,
            () -> {
              assertThat(retraining.carryOut(command)).isInstanceOf(Result.Applied.class);
              return Optional.empty();
            });
    assertThat(late).isInstanceOf(Result.Applied.class);
    assertThat(cluster.asked()).isEqualTo(2);
    assertThat(retraining.carryOut(command)).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(retraining.recovered(command)).isInstanceOf(Result.Applied.class);
    assertThat(cluster.asked()).isEqualTo(2);
    assertThat(cluster.jobs()).hasSize(1);
  }

  @Test
  void aJobOfThatNameThatIsSomebodyElsesIsNotTakenForOurs() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    Command command = command("one");
    cluster.job(JobForm.name(command.id()), "", CronJobPipelineTest::asItIs);
    Result result = retraining.carryOut(command);
    assertThat(result).isInstanceOf(Result.Failed.class);
    assertThat(result.reason()).contains("is there, and is not this command's");
    assertThat(cluster.jobs()).hasSize(1);
  }

  @Test
  void aLostAnswerIsAppliedWhereTheJobIsThereAndUnknownWhereItIsNot() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    cluster.bend(answer -> new MockResponse().setResponseCode(500));
    Command landed = command("landed");
    assertThat(retraining.carryOut(landed)).isInstanceOf(Result.Applied.class);
    cluster.delete(JobForm.name(landed.id()));
    cluster.reject(504);
    Command lost = command("lost");
    assertThat(retraining.carryOut(lost)).isInstanceOf(Result.Unknown.class);
    assertThat(retraining.recover(lost)).isInstanceOf(Recovery.NotYet.class);
    retraining.pass(Duration.ofSeconds(15));
    assertThat(retraining.recover(lost)).isInstanceOf(Recovery.NeverBegun.class);
  }

  @Test
  void whatTheApiServerRejectsOrNobodyHearsHasFailed() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    cluster.reject(403);
    assertThat(retraining.carryOut(command("one"))).isInstanceOf(Result.Failed.class);
    Result unheard =
        retraining.carryOut(
            command("two"),
            () -> {
              cluster.close();
              return Optional.empty();
            });
    assertThat(unheard).isInstanceOf(Result.Failed.class);
    assertThat(retraining.recover(command("two"))).isInstanceOf(Recovery.NotYet.class);
  }

  @Test
  void aJobUnderWayThatBeganBeforeTheGrantIsLetEndFirst() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    cluster.job("nightly", cluster.cronJobUid(), began(BEFORE));
    cluster.job("ended", cluster.cronJobUid(), began(SINCE).andThen(ended("Complete")));
    cluster.job("failed", cluster.cronJobUid(), began(SINCE).andThen(ended("Failed")));
    cluster.job("not-its-own", "another-uid", began(SINCE));
    retraining.assertRefused(command("one"), "run nightly began at 2026-05-04T10:09:59Z, before");
    assertThat(cluster.asked()).isZero();
    cluster.delete("nightly");
    assertThat(retraining.carryOut(command("one"))).isInstanceOf(Result.Applied.class);
  }

  @Test
  void aJobThatHasTheNewDataIsEnough() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    cluster.job("a", cluster.cronJobUid(), began(SINCE));
    cluster.job("b", cluster.cronJobUid(), began(BEFORE));
    assertAlreadyTrue("run a began at 2026-05-04T10:10:00Z, after this was granted");
    cluster.job("c", cluster.cronJobUid(), CronJobPipelineTest::asItIs);
    assertAlreadyTrue("run c waits to begin");
  }

  @Test
  void aSuspendedJobIsNotCountedOn() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    cluster.job(
        "held", cluster.cronJobUid(), object -> object.withObject("/spec").put("suspend", true));
    retraining.assertRefused(command("one"), "run held is suspended");
    assertThat(cluster.asked()).isZero();
  }

  @Test
  void theJobsAreReadByPages() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    for (int i = 0; i < 7; i++) {
      cluster.job("nightly-" + i, cluster.cronJobUid(), began(BEFORE));
    }
    cluster.job("a", cluster.cronJobUid(), began(SINCE));
    assertAlreadyTrue("run a began at");
    assertThat(cluster.lists())
        .hasSize(3)
        .allSatisfy(query -> assertThat(query).contains("limit=100"));
  }

  @Test
  void nothingIsReadOrAskedBetweenThePermitAndTheRequest() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    AtomicInteger looked = new AtomicInteger();
    Result result =
        retraining.carryOut(
            command("one"),
            () -> {
              looked.set(cluster.looked());
              retraining.write("actuator.token", "another");
              return Optional.empty();
            });
    assertThat(result).isInstanceOf(Result.Applied.class);
    assertThat(cluster.asked()).isOne();
    assertThat(cluster.looked()).isEqualTo(looked.get());
  }

  @Test
  void kubernetesPutsNothingIntoTheRequest() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    retraining.carryOut(
        command("one", Retraining.MODEL, Map.of("note", "$(DB_PASSWORD) costs $$")));
    assertThat(cluster.jobs().get(0).at("/spec/template/spec/containers/1/env/0/value").asText())
        .contains("\"note\":\"$$(DB_PASSWORD) costs $$$$\"");
  }

  @Test
  void aCronJobOrClusterThatIsNotThereIsRefused() {
    retraining.assertRefused(command("one"), "there is no CronJob retrain-ranker");
    listed("other");
    retraining.assertRefused(command("one"), "add it under kubernetes");
  }

  @Test
  void aNameIsALabelOfDnsWhateverTheIdIs() {
    String upper = "0123456789ABCDEF0123456789ABCDEF99";
    assertThat(JobForm.name(upper)).isEqualTo("homeostat-0123456789abcdef0123456789abcdef");
    assertThat(JobForm.name("An odd id")).matches("homeostat-[0-9a-f]{32}");
    assertThat(JobForm.name("An odd id")).isNotEqualTo(JobForm.name("Another"));
  }

  @Test
  void theModelsLabelIsValidWhateverItsName() {
    cluster.cronJob(CronJobPipelineTest::asItIs);
    String odd =
        "model:"
            + new EntityId("model", List.of("-é " + "x".repeat(80) + "-"))
                .text()
                .substring("model:".length());
    retraining.targets(listing("ml").replace("model:demo", odd));
    retraining.carryOut(command("one", odd + "/v1", Map.of()));
    assertThat(cluster.jobs()).hasSize(1);
    assertThat(cluster.jobs().get(0).at("/metadata/labels/homeostat.io~1model").asText())
        .hasSizeBetween(50, 63)
        .matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  }

  private void assertAlreadyTrue(String reason) {
    Result result = retraining.carryOut(command("one"));
    assertThat(result).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(result.reason()).contains(reason);
    assertThat(cluster.asked()).isZero();
  }

  private static void asItIs(ObjectNode unchanged) {}

  private static Consumer<ObjectNode> spec(String key, String number) {
    return object -> object.withObject("/spec").put(key, Integer.parseInt(number));
  }

  private static Consumer<ObjectNode> began(String time) {
    return object -> object.withObject("/status").put("startTime", time).put("active", 1);
  }

  private static Consumer<ObjectNode> ended(String how) {
    return object -> {
      ObjectNode status = object.withObject("/status");
      status.put("active", 0);
      status.putArray("conditions").addObject().put("type", how).put("status", "True");
    };
  }

  private void listed(String namespace) {
    retraining.targets(listing(namespace));
  }

  private String listing(String namespace) {
    return """
        kubernetes:
          - name: prod
            url: %s
            namespace: ml
            roles: {actuator: {tokenFile: actuator.token}}
        pipelines:
          - model: model:demo
            kind: kubernetes
            cluster: prod
            namespace: %s
            cronJob: retrain-ranker
        """
        .formatted(cluster.url(), namespace);
  }
}
