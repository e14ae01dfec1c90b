package io.homeostat.actuators.retraining;

import static io.homeostat.actuators.retraining.Retraining.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Result;
import io.homeostat.actuators.webhook.Signature;
import io.homeostat.core.model.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The action, with a pipeline behind a webhook. */
@Timeout(120)
class ModelRetrainingTest {
  private static final String SECRET = "a secret of this test";

  private final TestTrainer trainer = new TestTrainer();
  private final Retraining retraining;

  ModelRetrainingTest(@TempDir Path folder) {
    retraining = new Retraining(folder);
  }

  @BeforeEach
  void list() {
    retraining.write("retrain.secret", SECRET + "\n");
    listed(trainer.url());
  }

  private void listed(String url) {
    retraining.targets(
        """
        pipelines:
          - model: model:demo/ranker
            kind: webhook
            url: %s
            roles: {actuator: {secretFile: retrain.secret}}
        """
            .formatted(url));
  }

  @AfterEach
  void stop() {
    trainer.close();
  }

  @Test
  void oneRunIsMadeAndTold() {
    Result result = retraining.carryOut(command("one"));
    assertThat(result).isInstanceOf(Result.Applied.class);
    assertThat(result.reason()).contains("model:demo/ranker", "version v1", "run-1");
    assertThat(result.details())
        .isEqualTo(
            Map.of(
                "run", "run-1",
                "pipeline", "webhook",
                "model", "model:demo/ranker",
                "version", "v1",
                "dataset", "pg-table:demo/rag/public.features",
                "features", "clicks,dwell_time"));
    assertThat(trainer.runs()).containsExactly("run-1");
    assertThat(trainer.asked()).hasSize(1);
  }

  @Test
  void theRequestSaysWhatWhyAndOnWhichData() {
    Command command =
        command("one", Retraining.MODEL, Map.of("epochs", "3", "timeout", "20s", "a", "b"));
    retraining.carryOut(command);
    assertThat(trainer.asked().get(0).body())
        .isEqualTo(
            """
            {"id":"%s","incident":"incident-one","model":"model:demo/ranker","version":"v1",\
            "dataset":{"entity":"pg-table:demo/rag/public.features",\
            "features":["clicks","dwell_time"],"from":"2026-05-04T10:00:00Z",\
            "asOf":"2026-05-04T10:10:00Z"},\
            "reason":{"signal":"signal-1","kind":"data-drift","rule":"features-drift",\
            "explanation":"clicks has moved"},"parameters":{"a":"b","epochs":"3"},\
            "plan":"plan-hash","rules":"rules-1"}"""
                .formatted(command.id()));
  }

  @Test
  void whatIsAskedAndWhatIsLookedUpIsSigned() {
    Command command = command("one");
    retraining.carryOut(command);
    TestServer.Got asked = trainer.asked().get(0);
    Instant now = retraining.now();
    assertThat(asked.path()).isEqualTo("/retrain");
    assertThat(asked.header("Idempotency-Key")).contains(command.id());
    assertThat(asked.header("Homeostat-Signature"))
        .contains(Signature.of(SECRET, now, asked.body()));
    TestServer.Got looked = trainer.looked().get(0);
    assertThat(looked.path()).isEqualTo("/retrain/" + command.id());
    assertThat(looked.header("Homeostat-Signature"))
        .contains(Signature.of(SECRET, now, command.id()));
  }

  @Test
  void nothingIsReadOrAskedBetweenThePermitAndTheRequest() {
    Result result =
        retraining.carryOut(
            command("one"),
            () -> {
              retraining.write("retrain.secret", "another");
              retraining.targets("");
              assertThat(trainer.looked()).hasSize(1);
              return Optional.empty();
            });
    assertThat(result).isInstanceOf(Result.Applied.class);
    TestServer.Got asked = trainer.asked().get(0);
    assertThat(asked.header("Homeostat-Signature"))
        .contains(Signature.of(SECRET, retraining.now(), asked.body()));
    assertThat(trainer.looked()).hasSize(1);
  }

  @Test
  void whoDoesNotKnowWhatIsAskedForTellsNothing() {
    trainer.behaves(TestTrainer.Manner.IS_ANOTHER);
    Command command = command("one");
    retraining.assertRefused(command, "nor by 404 with the id");
    assertThat(trainer.asked()).isEmpty();
    assertThat(retraining.recover(command)).isInstanceOf(Recovery.NotYet.class);
    retraining.pass(Duration.ofSeconds(15));
    assertThat(retraining.recover(command)).isInstanceOf(Recovery.NotYet.class);
  }

  @Test
  void aConflictIsTheRunOfItsKeyOrARejectionOrNobodyCanTell() {
    trainer.behaves(TestTrainer.Manner.MAKES_AND_CONFLICTS);
    Result made = retraining.carryOut(command("one"));
    assertThat(made).isInstanceOf(Result.Applied.class);
    assertThat(made.details()).containsEntry("run", "run-1");
    trainer.behaves(TestTrainer.Manner.CONFLICTS);
    Result rejected = retraining.carryOut(command("two"));
    assertThat(rejected).isInstanceOf(Result.Failed.class);
    assertThat(rejected.reason()).contains("HTTP 409", "a run is under way");
    trainer.behaves(TestTrainer.Manner.CONFLICTS_AND_IS_GONE);
    assertThat(retraining.carryOut(command("three"))).isInstanceOf(Result.Unknown.class);
  }

  @Test
  void noMessageTellsMoreOfAnAddressThanItsServer() {
    trainer.behaves(TestTrainer.Manner.REDIRECTS);
    listed(trainer.url() + "/s3cret");
    assertThat(retraining.carryOut(command("one")).reason())
        .contains("http://127.0.0.1:", "HTTP 307")
        .doesNotContain("s3cret");
    try (TestServer silent = new TestServer(got -> TestServer.Reply.SILENCE)) {
      listed(silent.url() + "/s3cret");
      assertThat(
              retraining
                  .carryOut(command("two", Retraining.MODEL, Map.of("timeout", "1s")))
                  .reason())
          .contains(silent.url() + " has not answered")
          .doesNotContain("s3cret");
    }
    listed("http://127.0.0.1:1/s3cret");
    assertThat(retraining.carryOut(command("three")).reason())
        .contains("http://127.0.0.1:1 can't be reached")
        .doesNotContain("s3cret");
  }

  @Test
  void theSameCommandAgainMakesNoSecondRun() {
    retraining.carryOut(command("one"));
    Result again = retraining.carryOut(command("one"));
    assertThat(again).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(again.details()).containsEntry("run", "run-1");
    assertThat(trainer.asked()).hasSize(1);
    retraining.carryOut(command("two"));
    assertThat(trainer.runs()).hasSize(2);
  }

  @Test
  void aLostAnswerIsAppliedOnceTheRunIsFound() {
    trainer.behaves(TestTrainer.Manner.TAKES_AND_BREAKS_OFF);
    Result result = retraining.carryOut(command("one"));
    assertThat(result).isInstanceOf(Result.Applied.class);
    assertThat(result.details()).containsEntry("run", "run-1");
    assertThat(trainer.runs()).hasSize(1);
  }

  @Test
  void aRunIsFoundAfterItsActuatorHasGone() {
    Command command = command("one");
    retraining.carryOut(command);
    Result found = retraining.recovered(command);
    assertThat(found).isInstanceOf(Result.Applied.class);
    assertThat(found.details()).containsEntry("run", "run-1").containsEntry("recovered", "true");
  }

  @Test
  void whatNeverLandedIsBelievedOnlyOnceNothingCanBeUnderWay() {
    Command command = command("one", Retraining.MODEL, Map.of("timeout", "20s"));
    trainer.behaves(TestTrainer.Manner.FAILS);
    assertThat(retraining.carryOut(command)).isInstanceOf(Result.Unknown.class);
    assertThat(retraining.recover(command)).isInstanceOf(Recovery.NotYet.class);
    retraining.pass(Duration.ofSeconds(25).minusMillis(1));
    assertThat(retraining.recover(command)).isInstanceOf(Recovery.NotYet.class);
    retraining.pass(Duration.ofMillis(1));
    assertThat(retraining.recover(command)).isInstanceOf(Recovery.NeverBegun.class);
    assertThat(trainer.runs()).isEmpty();
  }

  @Test
  void whatLandsWhileItIsWaitedForIsApplied() {
    Command command = command("one");
    assertThat(retraining.recover(command)).isInstanceOf(Recovery.NotYet.class);
    retraining.carryOut(command);
    assertThat(retraining.recovered(command)).isInstanceOf(Result.Applied.class);
  }

  @Test
  void whoWasPausedUntilAnotherHasAskedMakesNoSecondRun() {
    Command command = command("one");
    Result late =
        retraining.carryOut(
            command,
            () -> {
              retraining.recover(command);
              retraining.pass(Duration.ofSeconds(15));
              assertThat(retraining.recover(command)).isInstanceOf(Recovery.NeverBegun.class);
              assertThat(retraining.carryOut(command)).isInstanceOf(Result.Applied.class);
              return Optional.empty();
            });
    assertThat(trainer.asked()).hasSize(2);
    assertThat(trainer.runs()).containsExactly("run-1");
    assertThat(late.details()).containsEntry("run", "run-1");
  }

  @Test
  void anAnswerThatNeverComesOrTellsNothingIsUnknown() {
    Command stalled = command("stalled", Retraining.MODEL, Map.of("timeout", "1s"));
    trainer.behaves(TestTrainer.Manner.STALLS);
    assertThat(retraining.carryOut(stalled).reason()).contains("has not answered within 1.0 s");
    trainer.behaves(TestTrainer.Manner.IS_BUSY);
    assertThat(retraining.carryOut(command("busy")))
        .isInstanceOf(Result.Unknown.class)
        .extracting(Result::reason)
        .asString()
        .contains("HTTP 429");
  }

  @Test
  void aRejectedRequestHasFailedWithThePipelinesWords() {
    trainer.behaves(TestTrainer.Manner.REJECTS);
    Result result = retraining.carryOut(command("one"));
    assertThat(result).isInstanceOf(Result.Failed.class);
    assertThat(result.reason()).contains("HTTP 422", "no such model");
  }

  @Test
  void whereNobodyListensNothingIsBegun() {
    Result result =
        retraining.carryOut(
            command("one"),
            () -> {
              trainer.close();
              return Optional.empty();
            });
    assertThat(result).isInstanceOf(Result.Failed.class);
    assertThat(result.reason()).contains("the pipeline has begun nothing", "can't be reached");
    retraining.assertRefused(command("next"), "can't be reached");
    assertThat(retraining.recover(command("next"))).isInstanceOf(Recovery.NotYet.class);
  }

  @Test
  void noRedirectIsFollowed() {
    trainer.behaves(TestTrainer.Manner.REDIRECTS);
    retraining.assertRefused(command("one"), "HTTP 307");
    assertThat(trainer.looked()).extracting(TestServer.Got::path).doesNotContain("/elsewhere");
    trainer.behaves(TestTrainer.Manner.TAKES);
    Result result =
        retraining.carryOut(
            command("two"),
            () -> {
              trainer.behaves(TestTrainer.Manner.REDIRECTS);
              return Optional.empty();
            });
    assertThat(result).isInstanceOf(Result.Unknown.class);
    assertThat(trainer.asked()).hasSize(1);
  }

  @Test
  void whatThePermitRefusesAtTheLastInstantIsNotAsked() {
    Result result =
        retraining.carryOut(command("one"), () -> Optional.of("the stop switch is set"));
    assertThat(result).isEqualTo(new Result.Refused("the stop switch is set"));
    assertThat(trainer.asked()).isEmpty();
  }

  @Test
  void aMissingOrUnknownParameterIsNamed() {
    for (String key : new String[] {"signal_id", "signal_kind", "signal_entity", "signal_began"}) {
      retraining.assertRefused(
          command("one", Retraining.MODEL, Map.of(key, "")), "'" + key + "' is missing");
    }
    retraining.assertRefused(
        command("one", Retraining.MODEL, Map.of("signal_colour", "red")),
        "'signal_colour' is unknown");
    retraining.assertRefused(
        command("one", Retraining.MODEL, Map.of("timeout", "999ms")), "'999ms': give at least 1s");
    retraining.assertRefused(
        command("one", Retraining.MODEL, Map.of("signal_began", "yesterday")),
        "'yesterday': it must be an instant");
    assertThat(trainer.looked()).isEmpty();
  }

  @Test
  void whatIsNoVersionOfAListedModelIsRefused() {
    retraining.assertRefused(
        command("one", "model:demo/other/v1", Map.of()), "no pipeline of model:demo/other/v1");
    retraining.assertRefused(
        command("one", "model:demo/rankers/v1", Map.of()), "no pipeline of model:demo/rankers/v1");
    retraining.assertRefused(command("one", "model:ranker", Map.of()), "is no version of a model");
    retraining.assertRefused(
        command("one", "service:demo/ranker/v1", Map.of()), "is no version of a model");
  }

  @Test
  void ofSeveralPipelinesTheLongestNameCounts() {
    try (TestTrainer special = new TestTrainer()) {
      retraining.targets(
          """
          pipelines:
            - {model: 'model:demo', kind: webhook, url: 'http://127.0.0.1:1',
               roles: {actuator: {secretFile: retrain.secret}}}
            - {model: 'model:demo/ranker/v1', kind: webhook, url: '%s',
               roles: {actuator: {secretFile: retrain.secret}}}
            - {model: 'model:demo/ranker', kind: webhook, url: '%s',
               roles: {actuator: {secretFile: retrain.secret}}}
          """
              .formatted(special.url(), trainer.url()));
      retraining.carryOut(command("one"));
      retraining.carryOut(command("two", "model:demo/ranker/v2", Map.of()));
      assertThat(special.asked()).hasSize(1);
      assertThat(special.asked().get(0).json().path("version").asText()).isEqualTo("v1");
      assertThat(trainer.asked()).hasSize(1);
      assertThat(trainer.asked().get(0).json().path("version").asText()).isEqualTo("v2");
    }
  }

  @Test
  void aMistakeInTheFileIsTold() {
    retraining.targets("pipelines:\n  - {model: 'model:demo/ranker', kind: carrier-pigeon}\n");
    retraining.assertRefused(command("one"), "give webhook, airflow or kubernetes");
    assertThat(retraining.recover(command("one"))).isInstanceOf(Recovery.NotYet.class);
    assertThat(retraining.prepare(command("one"))).isInstanceOf(Preparation.Ended.class);
  }

  @Test
  void allAnswersTogetherTakeNoLongerThanTheCommandMay() {
    Command usual = command("one");
    assertThat(RetrainParameters.of(usual).timeout()).isEqualTo(Duration.ofSeconds(10));
    Command patient = command("two", Retraining.MODEL, Map.of("timeout", "1h"));
    assertThat(RetrainParameters.of(patient).timeout())
        .isEqualTo(Duration.ofMillis(patient.limitMillis() / 8));
  }
}
