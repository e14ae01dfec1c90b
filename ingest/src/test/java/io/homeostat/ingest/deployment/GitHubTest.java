package io.homeostat.ingest.deployment;

import static io.homeostat.ingest.deployment.Payloads.NOW;
import static io.homeostat.ingest.deployment.Payloads.PLACES;
import static io.homeostat.ingest.deployment.Payloads.bytes;
import static io.homeostat.ingest.deployment.Payloads.change;
import static io.homeostat.ingest.deployment.Payloads.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import org.junit.jupiter.api.Test;

final class GitHubTest {
  private static Told told(String event, String body) {
    return GitHub.translate(event, bytes(body), NOW, PLACES);
  }

  private static Change changed(String event) {
    return change(told(event, Payloads.text("github-" + event)));
  }

  @Test
  void theEventsOfADeploymentAreOneChangeWithItsCourse() {
    Change begun = changed("deployment");
    Change done = changed("deployment_status");

    assertThat(begun.kind()).isEqualTo("deployment");
    assertThat(begun.entity().text()).isEqualTo("deployment:production/Codertocat/Hello-World");
    assertThat(begun.system()).isEqualTo("shop");
    assertThat(begun.state()).isEqualTo(Change.State.BEGUN);
    assertThat(begun.beganMillis()).isEqualTo(millis("2019-05-15T15:20:53Z"));
    assertThat(begun.actor()).isEqualTo("Codertocat");
    assertThat(done.id()).isEqualTo(begun.id());
    assertThat(done.state()).isEqualTo(Change.State.FINISHED);
    assertThat(done.beganMillis()).isEqualTo(begun.beganMillis());
    assertThat(done.updatedMillis()).isEqualTo(millis("2019-05-15T15:20:55Z"));
    assertThat(done.delivery().orElseThrow().to())
        .isEqualTo("f95f852bd8fca8fcc58a9a2d6c842781e32a215e");
    assertThat(done.summary()).isEqualTo("Deployment of Hello-World ? → f95f852 is done");
  }

  @Test
  void eachStateOfADeploymentIsOneOfTheCourse() {
    String body = Payloads.text("github-deployment_status");
    assertThat(change(told("deployment_status", body.replace("success", "in_progress"))).state())
        .isEqualTo(Change.State.BEGUN);
    assertThat(change(told("deployment_status", body.replace("success", "failure"))).state())
        .isEqualTo(Change.State.FAILED);
    assertThat(told("deployment_status", body.replace("success", "inactive")))
        .isInstanceOf(Told.Nothing.class);
    assertThat(told("deployment_status", body.replace("success", "brilliant")))
        .isInstanceOfSatisfying(
            Told.Malformed.class,
            malformed ->
                assertThat(malformed.reason()).contains("deployment_status.state is 'brilliant'"));
  }

  @Test
  void whoDeploysMayNameTheEntity() {
    String body =
        Payloads.text("github-deployment")
            .replaceFirst(
                "\"payload\": *\\{[^}]*}",
                "\"payload\": {\"homeostat_entity\": \"deployment:prod/rag/retriever\"}");

    assertThat(body).contains("homeostat_entity");
    assertThat(change(told("deployment", body)).entity().text())
        .isEqualTo("deployment:prod/rag/retriever");
  }

  @Test
  void aPushToTheDefaultBranchLeadsFromOneCommitToAnother() {
    String body =
        Payloads.text("github-push").replaceFirst("\"before\": \"0+\"", "\"before\": \"c0ffee\"");
    Change change = change(told("push", body));

    assertThat(change.kind()).isEqualTo("push");
    assertThat(change.entity().text()).isEqualTo("repository:github.com/Codertocat/Hello-World");
    assertThat(change.delivery().orElseThrow().from()).isEqualTo("c0ffee");
    assertThat(change.delivery().orElseThrow().to())
        .isEqualTo("6113728f27ae82c7b1a177c8d03f9e96e0adf246");
    assertThat(change.beganMillis()).isEqualTo(1_557_933_657_000L);
    assertThat(told("push", body.replace("refs/heads/master", "refs/heads/try")))
        .isInstanceOf(Told.Nothing.class);
  }

  @Test
  void theTagAndItsReleaseAreOneChange() {
    Change tag = change(told("push", Payloads.text("github-push-tag")));
    Change release =
        change(told("release", Payloads.text("github-release").replace("0.0.1", "simple-tag")));

    assertThat(tag.kind()).isEqualTo("release");
    assertThat(release.id()).isEqualTo(tag.id());
    assertThat(release.delivery().orElseThrow().to()).isEqualTo("simple-tag");
  }

  @Test
  void aWorkflowRunIsAPipelineUntilItHasAConclusion() {
    String body = Payloads.text("github-workflow_run");

    Change begun = change(told("workflow_run", body));
    Change failed =
        change(
            told(
                "workflow_run",
                body.replace("\"conclusion\": null", "\"conclusion\": \"timed_out\"")));

    assertThat(begun.kind()).isEqualTo("pipeline");
    assertThat(begun.state()).isEqualTo(Change.State.BEGUN);
    assertThat(failed.state()).isEqualTo(Change.State.FAILED);
    assertThat(failed.id()).isEqualTo(begun.id());
    assertThat(
            told(
                "workflow_run",
                body.replace("\"main\"", "\"other\"").replaceFirst("\"other\"", "\"main\"")))
        .isInstanceOf(Told.Nothing.class);
  }

  @Test
  void whatIsNoChangeIsSaidToBeNone() {
    assertThat(told("ping", Payloads.text("github-ping"))).isInstanceOf(Told.Nothing.class);
    assertThat(told("x\u0007\n" + "y".repeat(100), "{}"))
        .isInstanceOfSatisfying(
            Told.Nothing.class,
            nothing -> assertThat(nothing.why()).hasSizeLessThan(100).doesNotContain("\u0007"));
  }

  @Test
  void whatIsMissingOrAheadOfTheClockIsNamed() {
    assertThat(told("", "{}"))
        .isInstanceOfSatisfying(
            Told.Malformed.class, told -> assertThat(told.reason()).contains("X-GitHub-Event"));
    assertThat(told("deployment", "{\"deployment\": {\"id\": \"x\"}}"))
        .isInstanceOfSatisfying(
            Told.Malformed.class,
            told -> assertThat(told.reason()).isEqualTo("deployment.created_at is missing"));
    assertThat(
            GitHub.translate(
                "deployment",
                bytes(Payloads.text("github-deployment")),
                millis("2019-05-15T15:00:00Z"),
                PLACES))
        .isInstanceOfSatisfying(
            Told.Malformed.class,
            told -> assertThat(told.reason()).contains("ahead of this clock"));
  }
}
