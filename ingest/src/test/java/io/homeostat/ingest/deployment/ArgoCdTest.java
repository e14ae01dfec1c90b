package io.homeostat.ingest.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ArgoCdTest {
  private static final long NOW = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();
  private static final String OLD = "1".repeat(40);
  private static final String NEW = "2".repeat(40);
  private static final String BODY =
      """
      {"app": {
        "metadata": {"name": "retriever", "namespace": "argocd"},
        "spec": {"destination": {"name": "demo", "namespace": "rag"}},
        "status": {
          "reconciledAt": "2026-11-20T09:59:10Z",
          "health": {"status": "Healthy"},
          "history": [
            {"id": 1, "revision": "%1$s", "deployedAt": "2026-11-20T09:00:00Z"},
            {"id": 2, "revision": "%2$s", "deployedAt": "2026-11-20T09:59:05Z"}
          ],
          "operationState": {
            "phase": "Succeeded",
            "startedAt": "2026-11-20T09:59:00Z",
            "finishedAt": "2026-11-20T09:59:05Z",
            "operation": {"initiatedBy": {"automated": true}, "sync": {"revision": "%2$s"}},
            "syncResult": {"revision": "%2$s"}
          }
        }
      }}
      """
          .formatted(OLD, NEW);

  private static Told translate(String body) {
    return ArgoCd.translate(body.getBytes(StandardCharsets.UTF_8), NOW, entity -> "rag");
  }

  private static Change change(String body) {
    Told told = translate(body);
    assertThat(told).isInstanceOf(Told.Changed.class);
    return ((Told.Changed) told).change();
  }

  @Test
  void deploymentThatHasEndedSaysFromWhatToWhat() {
    Change change = change(BODY);

    assertThat(change.kind()).isEqualTo("deployment");
    assertThat(change.entity()).isEqualTo(EntityId.parse("deployment:demo/rag/retriever"));
    assertThat(change.system()).isEqualTo("rag");
    assertThat(change.state()).isEqualTo(Change.State.FINISHED);
    assertThat(change.beganMillis()).isEqualTo(NOW - 60_000);
    assertThat(change.updatedMillis()).isEqualTo(NOW - 50_000);
    assertThat(change.actor()).isEqualTo("argocd");
    assertThat(change.summary()).isEqualTo("Argo CD deployed retriever 1111111 → 2222222");
    assertThat(change.delivery())
        .contains(new Delivery(OLD, NEW, "argocd", Delivery.Health.HEALTHY));
  }

  @Test
  void wordsOfOneOperationAreOneChangeWithItsCourse() {
    Change running =
        change(
            BODY.replace("\"Succeeded\"", "\"Running\"")
                .replace("            \"finishedAt\": \"2026-11-20T09:59:05Z\",\n", ""));
    Change progressing = change(BODY.replace("Healthy", "Progressing"));
    Change healthy = change(BODY);

    assertThat(running.state()).isEqualTo(Change.State.BEGUN);
    assertThat(progressing.state()).isEqualTo(Change.State.BEGUN);
    assertThat(running.id()).isEqualTo(progressing.id()).isEqualTo(healthy.id());
  }

  @Test
  void anotherOperationIsAnotherChange() {
    assertThat(change(BODY.replace("09:59:00Z", "09:59:01Z")).id()).isNotEqualTo(change(BODY).id());
  }

  @Test
  void whatIsDeployedAndDegradedHasFinishedUnhealthy() {
    Change change = change(BODY.replace("Healthy", "Degraded"));

    assertThat(change.state()).isEqualTo(Change.State.FINISHED);
    assertThat(change.delivery().orElseThrow().health()).isEqualTo(Delivery.Health.DEGRADED);
    assertThat(change.summary()).endsWith("and it is degraded");
  }

  @Test
  void syncThatFailedSaysWhy() {
    Change change =
        change(BODY.replace("\"Succeeded\",", "\"Failed\", \"message\": \"one is held\\nby us\","));

    assertThat(change.state()).isEqualTo(Change.State.FAILED);
    assertThat(change.summary()).endsWith(": one is held by us");
  }

  @Test
  void annotationNamesTheEntity() {
    assertThat(
            change(
                    BODY.replace(
                        "\"namespace\": \"argocd\"",
                        "\"annotations\": {\"homeostat.io/entity\": \"model:embedder/v3\"}"))
                .entity())
        .isEqualTo(EntityId.parse("model:embedder/v3"));
  }

  @Test
  void destinationWithoutANameIsNamedByItsServer() {
    String server = BODY.replace("\"name\": \"demo\"", "\"server\": \"%s\"");

    assertThat(change(server.formatted("https://kubernetes.default.svc")).entity().text())
        .isEqualTo("deployment:in-cluster/rag/retriever");
    assertThat(change(server.formatted("https://eks.example.org:443/x")).entity().text())
        .isEqualTo("deployment:eks.example.org/rag/retriever");
  }

  @Test
  void applicationThatWasNeverDeployedIsNoChange() {
    assertThat(translate("{\"app\": {\"metadata\": {\"name\": \"retriever\"}}}"))
        .isInstanceOf(Told.Nothing.class);
  }

  @Test
  void firstDeploymentComesFromNowhere() {
    assertThat(change(BODY.replace("09:00:00Z", "09:59:30Z")).delivery().orElseThrow().from())
        .isEmpty();
  }

  @Test
  void whatIsWrongIsNamedWithItsPlace() {
    assertMalformed("", "no JSON");
    assertMalformed("[]", "the document is no object");
    assertMalformed(BODY + "x", "no JSON");
    assertMalformed(BODY.replace("\"Succeeded\"", "\"Done\""), "operationState.phase is 'Done'");
    assertMalformed(BODY.replace("2026-11-20T09:59:00Z", "yesterday"), "startedAt is 'yesterday'");
    assertMalformed(BODY.replace("2026-11-20T09:59:00Z", "2026-11-20T10:09:00Z"), "ahead");
    assertMalformed(BODY.replace("\"retriever\"", "7"), "app.metadata.name is no text");
    assertMalformed("{\"app\": {\"status\": []}}", "app.metadata.name is missing");
  }

  private static void assertMalformed(String body, String reason) {
    Told told = translate(body);
    assertThat(told).isInstanceOf(Told.Malformed.class);
    assertThat(((Told.Malformed) told).reason()).contains(reason);
    assertThat(((Told.Malformed) told).remedy()).isNotBlank();
  }

  @Property(tries = 500)
  void anythingIsAnsweredAndNothingThrows(@ForAll("broken") String body) {
    assertThat(translate(body)).isNotNull();
  }

  /** The sound body with a piece cut out, doubled, or replaced by something foreign. */
  @Provide
  static Arbitrary<String> broken() {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, BODY.length());
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of("null", "{}", "[]", "\"\"", "-1e999", "true", "\\u0000", "}", ""),
            Arbitraries.strings().ofMaxLength(8));
    return place.flatMap(
        from ->
            place.flatMap(
                to ->
                    piece.map(
                        text ->
                            BODY.substring(0, Math.min(from, to))
                                + text
                                + BODY.substring(Math.max(from, to)))));
  }
}
