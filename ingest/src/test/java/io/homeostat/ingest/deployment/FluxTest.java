package io.homeostat.ingest.deployment;

import static io.homeostat.ingest.deployment.Payloads.NOW;
import static io.homeostat.ingest.deployment.Payloads.PLACES;
import static io.homeostat.ingest.deployment.Payloads.bytes;
import static io.homeostat.ingest.deployment.Payloads.change;
import static io.homeostat.ingest.deployment.Payloads.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import org.junit.jupiter.api.Test;

final class FluxTest {
  private static final String BODY = Payloads.text("flux-event");

  private static Told told(String body) {
    return Flux.translate(bytes(body), NOW, PLACES);
  }

  @Test
  void whatCouldNotBeReconciledHasFailedWithFluxsOwnWords() {
    Change change = change(told(BODY));

    assertThat(change.kind()).isEqualTo("deployment");
    assertThat(change.entity().text()).isEqualTo("deployment:default/apps/webapp");
    assertThat(change.state()).isEqualTo(Change.State.FAILED);
    assertThat(change.beganMillis()).isEqualTo(millis("2022-10-28T07:26:19Z"));
    assertThat(change.delivery().orElseThrow().to())
        .isEqualTo("731f7eaddfb6af01cb2173e18f0f75b0ba780ef1");
    assertThat(change.summary()).contains("? → 731f7ea has failed: service/apps/webapp validation");
  }

  @Test
  void theStepsOfOneRevisionAreOneChange() {
    String begun = BODY.replace("\"error\"", "\"info\"").replace("ValidationFailed", "Progressing");
    String done =
        BODY.replace("\"error\"", "\"info\"")
            .replace("ValidationFailed", "ReconciliationSucceeded")
            .replace("main/731f7", "main@sha1:731f7");
    String sick = BODY.replace("ValidationFailed", "HealthCheckFailed");

    assertThat(change(told(begun)).state()).isEqualTo(Change.State.BEGUN);
    assertThat(change(told(sick)).id()).isEqualTo(change(told(begun)).id());
    assertThat(change(told(sick)).delivery().orElseThrow().health())
        .isEqualTo(Delivery.Health.DEGRADED);
    Change finished = change(told(done));
    assertThat(finished.state()).isEqualTo(Change.State.FINISHED);
    assertThat(finished.delivery().orElseThrow().health()).isEqualTo(Delivery.Health.HEALTHY);
    assertThat(finished.delivery().orElseThrow().to()).startsWith("731f7ea");
  }

  @Test
  void metadataOfTheAlertNamesTheEntity() {
    String named =
        BODY.replace(
            "\"kustomize.toolkit.fluxcd.io/revision\"",
            "\"homeostat_entity\": \"deployment:prod/rag/retriever\", \"revision\"");

    assertThat(change(told(named)).entity().text()).isEqualTo("deployment:prod/rag/retriever");
  }

  @Test
  void sourcesAndEventsWithoutARevisionAreNoChanges() {
    assertThat(told(BODY.replace("Kustomization", "GitRepository")))
        .isInstanceOf(Told.Nothing.class);
    assertThat(told(BODY.replace("fluxcd.io/revision", "fluxcd.io/digest")))
        .isInstanceOf(Told.Nothing.class);
    assertThat(told(BODY.replace("\"error\"", "\"dire\"")))
        .isInstanceOfSatisfying(
            Told.Malformed.class,
            told -> assertThat(told.reason()).startsWith("severity is 'dire'"));
  }
}
