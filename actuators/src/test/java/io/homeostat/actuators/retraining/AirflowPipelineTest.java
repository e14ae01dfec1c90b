package io.homeostat.actuators.retraining;

import static io.homeostat.actuators.retraining.Retraining.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The action, with a DAG of an Airflow. */
@Timeout(120)
class AirflowPipelineTest {
  private static final String BEFORE = "2026-05-04T12:09:59.999999+02:00";
  private static final String SINCE = "2026-05-04T12:10:00+02:00";

  private final TestAirflow airflow = new TestAirflow("v2");
  private final Retraining retraining;

  AirflowPipelineTest(@TempDir Path folder) {
    retraining = new Retraining(folder);
  }

  @BeforeEach
  void list() {
    retraining.write("airflow.token", "a-token\n");
    listed(airflow, "retrain_ranker", "roles: {actuator: {tokenFile: airflow.token}}");
  }

  @AfterEach
  void stop() {
    airflow.close();
  }

  @Test
  void airflow3IsAskedForOneRunThatNamesTheCommand() {
    Command command = command("one");
    Result result = retraining.carryOut(command);
    assertThat(result).isInstanceOf(Result.Applied.class);
    String run = "homeostat-" + command.id();
    assertThat(result.details()).containsEntry("run", run).containsEntry("pipeline", "airflow");
    assertThat(airflow.runs()).containsExactly(run);
    TestServer.Got asked = airflow.asked().get(0);
    assertThat(asked.header("Authorization")).contains("Bearer a-token");
    assertThat(asked.json().path("logical_date").isNull()).isTrue();
    assertThat(asked.json().path("conf"))
        .isEqualTo(TestServer.read(RetrainRequest.of(command).json()));
  }

  @Test
  void airflow2IsAskedByAUserAndWithoutADate() {
    try (TestAirflow older = new TestAirflow("v1")) {
      retraining.write("airflow.password", "a-password\n");
      listed(
          older,
          "retrain_ranker",
          "api: v1\n    roles: {actuator: {user: homeostat, passwordFile: airflow.password}}");
      assertThat(retraining.carryOut(command("one"))).isInstanceOf(Result.Applied.class);
      TestServer.Got asked = older.asked().get(0);
      assertThat(asked.json().has("logical_date")).isFalse();
      assertThat(asked.header("Authorization"))
          .contains(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString("homeostat:a-password".getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void theSameCommandAgainMakesNoSecondRun() {
    Command command = command("one");
    retraining.carryOut(command);
    assertThat(retraining.carryOut(command)).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(airflow.asked()).hasSize(1);
  }

  @Test
  void whoComesLateFindsTheRunOfItsId() {
    Command command = command("one");
    Result late =
        retraining.carryOut(
            command,
            () -> {
              airflow.run("homeostat-" + command.id(), "running", SINCE);
              return Optional.empty();
            });
    assertThat(late).isInstanceOf(Result.Applied.class);
    assertThat(airflow.asked()).hasSize(1);
    assertThat(airflow.runs()).containsExactly("homeostat-" + command.id());
  }

  @Test
  void aConflictThatIsNotOverTheRunsIdIsARejection() {
    airflow.bend(
        answer -> {
          airflow.forget();
          return TestServer.Reply.of(409, "{\"detail\": \"the logical date is taken\"}");
        });
    Result result = retraining.carryOut(command("one"));
    assertThat(result).isInstanceOf(Result.Failed.class);
    assertThat(result.reason()).contains("HTTP 409", "the logical date is taken");
  }

  @Test
  void aRejectedRequestHasFailed() {
    airflow.bend(
        answer -> {
          airflow.forget();
          return TestServer.Reply.of(403, "{\"detail\": \"Forbidden\"}");
        });
    Result result = retraining.carryOut(command("one"));
    assertThat(result).isInstanceOf(Result.Failed.class);
    assertThat(result.reason()).contains("HTTP 403", "Forbidden");
  }

  @Test
  void aLostAnswerIsAppliedWhereTheRunIsThereAndUnknownWhereItIsNot() {
    airflow.bend(answer -> TestServer.Reply.BROKEN_OFF);
    assertThat(retraining.carryOut(command("landed"))).isInstanceOf(Result.Applied.class);
    airflow.forget();
    airflow.bend(
        answer -> {
          airflow.forget();
          return TestServer.Reply.of(503, "");
        });
    Command lost = command("lost");
    assertThat(retraining.carryOut(lost)).isInstanceOf(Result.Unknown.class);
    assertThat(retraining.recover(lost)).isInstanceOf(Recovery.NotYet.class);
    retraining.pass(Duration.ofSeconds(15));
    assertThat(retraining.recover(lost)).isInstanceOf(Recovery.NeverBegun.class);
  }

  @Test
  void aRunUnderWayThatBeganBeforeTheGrantIsLetEndFirst() {
    airflow.run("scheduled-1", "running", BEFORE);
    airflow.run("scheduled-0", "success", SINCE);
    retraining.assertRefused(
        command("one"),
        "run scheduled-1 began at 2026-05-04T10:09:59.999999Z, before this was granted");
    assertThat(airflow.asked()).isEmpty();
    airflow.run("scheduled-1", "success", BEFORE);
    assertThat(retraining.carryOut(command("one"))).isInstanceOf(Result.Applied.class);
  }

  @Test
  void aRunThatHasTheNewDataIsEnough() {
    airflow.run("a", "running", SINCE);
    airflow.run("b", "running", BEFORE);
    assertAlreadyTrue("run a began at 2026-05-04T10:10:00Z, after this was granted");
    airflow.run("c", "queued", "");
    assertAlreadyTrue("run c waits to begin, and will have all of the data");
  }

  @Test
  void aBackfillIsNotCountedOn() {
    airflow.backfill("old-data");
    retraining.assertRefused(command("one"), "run old-data is a backfill");
    retraining.assertRefused(command("one"), "tried again a few times, then a person is called");
    assertThat(airflow.asked()).isEmpty();
    airflow.run("a", "running", SINCE);
    assertAlreadyTrue("run a began at");
  }

  @Test
  void nothingIsReadOrAskedBetweenThePermitAndTheRequest() {
    AtomicInteger looked = new AtomicInteger();
    Result result =
        retraining.carryOut(
            command("one"),
            () -> {
              retraining.write("airflow.token", "another");
              looked.set(airflow.looked().size());
              return Optional.empty();
            });
    assertThat(result).isInstanceOf(Result.Applied.class);
    assertThat(airflow.asked().get(0).header("Authorization")).contains("Bearer a-token");
    assertThat(airflow.looked()).hasSize(looked.get());
  }

  @Test
  void aTokenThatNoHeaderCanHoldIsNotTold() {
    for (String text : new String[] {"s3cret\ns3cret", "\ufeffs3cret"}) {
      retraining.write("airflow.token", text);
      Result result = retraining.carryOut(command("one"));
      assertThat(result).isInstanceOf(Result.Refused.class);
      assertThat(result.reason()).contains("airflow.token holds no token").doesNotContain("s3cret");
      assertThat(((Recovery.NotYet) retraining.recover(command("one"))).reason())
          .doesNotContain("s3cret");
    }
  }

  @Test
  void aRunOfAPausedDagWouldOnlyWait() {
    airflow.pause();
    retraining.assertRefused(command("one"), "retrain_ranker is paused");
    assertThat(airflow.asked()).isEmpty();
  }

  @Test
  void aDagThatIsNotThereIsRefused() {
    listed(airflow, "another dag", "roles: {actuator: {tokenFile: airflow.token}}");
    retraining.assertRefused(
        command("one"), "asked for the DAG another dag, Airflow answers HTTP 404");
    assertThat(airflow.looked().get(0).path()).contains("/dags/another%20dag/dagRuns/homeostat-");
    assertThat(retraining.recover(command("one"))).isInstanceOf(Recovery.NotYet.class);
    retraining.pass(Duration.ofSeconds(15));
    assertThat(retraining.recover(command("one"))).isInstanceOf(Recovery.NotYet.class);
  }

  private void assertAlreadyTrue(String reason) {
    Result result = retraining.carryOut(command("one"));
    assertThat(result).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(result.reason()).contains(reason);
    assertThat(airflow.asked()).isEmpty();
  }

  private void listed(TestAirflow where, String dag, String more) {
    retraining.targets(
        """
        pipelines:
          - model: model:demo/ranker
            kind: airflow
            url: %s
            dag: %s
            %s
        """
            .formatted(where.url(), dag, more));
  }
}
