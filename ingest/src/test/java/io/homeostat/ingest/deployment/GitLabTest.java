package io.homeostat.ingest.deployment;

import static io.homeostat.ingest.deployment.Payloads.NOW;
import static io.homeostat.ingest.deployment.Payloads.PLACES;
import static io.homeostat.ingest.deployment.Payloads.bytes;
import static io.homeostat.ingest.deployment.Payloads.change;
import static io.homeostat.ingest.deployment.Payloads.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import org.junit.jupiter.api.Test;

final class GitLabTest {
  private static Told told(String body) {
    return GitLab.translate(bytes(body), NOW, PLACES);
  }

  @Test
  void aDeploymentHasItsEnvironmentCommitAndCourse() {
    String body = Payloads.text("gitlab-deployment");
    Change done = change(told(body));
    Change begun = change(told(body.replace("success", "running").replace("21:50:00", "21:48:30")));

    assertThat(done.entity().text()).isEqualTo("deployment:staging/root/test-deployment-webhooks");
    assertThat(done.state()).isEqualTo(Change.State.FINISHED);
    assertThat(done.updatedMillis()).isEqualTo(millis("2021-04-28T19:50:00Z"));
    assertThat(done.delivery().orElseThrow().to())
        .isEqualTo("279484c09fbe69ededfced8c1bb6e6d24616b468");
    assertThat(done.actor()).isEqualTo("root");
    assertThat(begun.id()).isEqualTo(done.id());
    assertThat(done.continuing(begun).beganMillis()).isEqualTo(millis("2021-04-28T19:48:30Z"));
    assertThat(told(body.replace("success", "created"))).isInstanceOf(Told.Nothing.class);
    assertThat(change(told(body.replace("success", "canceled"))).state())
        .isEqualTo(Change.State.FAILED);
  }

  @Test
  void aPushToTheDefaultBranchLeadsFromOneCommitToAnother() {
    String body = Payloads.text("gitlab-push");
    Change change = change(told(body));

    assertThat(change.entity().text()).isEqualTo("repository:example.com/mike/diaspora");
    assertThat(change.delivery().orElseThrow().from())
        .isEqualTo("95790bf891e76fee5e1747ab589903a6a1f80f22");
    assertThat(told(body.replace("refs/heads/master", "refs/heads/x")))
        .isInstanceOf(Told.Nothing.class);
  }

  @Test
  void tagsAndReleasesAreReleases() {
    assertThat(change(told(Payloads.text("gitlab-tag"))).kind()).isEqualTo("release");
    Change release = change(told(Payloads.text("gitlab-release")));
    assertThat(release.delivery().orElseThrow().to()).isEqualTo("v1.1");
    assertThat(release.beganMillis()).isEqualTo(millis("2020-11-02T12:55:12Z"));
  }

  @Test
  void aPipelineOnTheDefaultBranchIsAChangeAndOneOfAMergeRequestIsNot() {
    String body = Payloads.text("gitlab-pipeline");
    assertThat(told(body)).isInstanceOf(Told.Nothing.class);
    Change change = change(told(body.replace("merge_request_event", "push")));
    assertThat(change.kind()).isEqualTo("pipeline");
    assertThat(change.beganMillis()).isEqualTo(millis("2016-08-12T15:23:28Z"));
    assertThat(change.updatedMillis()).isEqualTo(millis("2016-08-12T15:26:29Z"));
    assertThat(change.state()).isEqualTo(Change.State.FINISHED);
  }

  @Test
  void whatIsWrongIsNamedByItsPlace() {
    assertThat(told("[]"))
        .isInstanceOfSatisfying(
            Told.Malformed.class, told -> assertThat(told.reason()).contains("is no object"));
    assertThat(told(Payloads.text("gitlab-deployment").replace("success", "splendid")))
        .isInstanceOfSatisfying(
            Told.Malformed.class,
            told -> assertThat(told.reason()).startsWith("status is 'splendid'"));
  }
}
