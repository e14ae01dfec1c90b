package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A burst of traffic under the demo's own rules, told record by record. */
final class BurstStoryTest {
  private static final EntityId DEPLOYMENT = EntityId.parse("deployment:demo/rag/retriever");
  private static final String UTILISATION = "workers.utilisation";
  private static final String DESIRED = "k8s.deployment.replicas.desired";
  private static final String IDLE = "workers.idle_replicas";
  private static final String RATE = "retriever.arrivals.rate";
  private static final long NEVER = Long.MAX_VALUE;
  private static final double IDENTITY = 123_456_789_012_345.0;

  /** When the replicas are there. */
  private long scaledMillis = NEVER;

  /** When the users have gone. */
  private long calmMillis = NEVER;

  private Story story() {
    Story story = Story.begin(rules());
    set(story, DEPLOYMENT, DESIRED, 2, 4, 4);
    set(story, DEPLOYMENT, "k8s.deployment.replicas.ready", 2, 4, 4);
    set(story, DEPLOYMENT, "k8s.deployment.generation", 7, 8, 8);
    set(story, DEPLOYMENT, "k8s.deployment.generation.observed", 7, 8, 8);
    set(story, DEPLOYMENT, "k8s.deployment.identity", IDENTITY, IDENTITY, IDENTITY);
    set(story, DEPLOYMENT, UTILISATION, 1, 0.6, 0.2);
    set(story, DEPLOYMENT, IDLE, 0, 1.6, 3.2);
    set(story, DEPLOYMENT, "workers.waiting", 90, 0, 0);
    set(story, Demo.RETRIEVER, Demo.LATENCY, 1500, 6, 6);
    set(story, Demo.RETRIEVER, RATE, 52, 60, 20);
    return story.pass(250);
  }

  private void set(Story story, EntityId entity, String series, double... values) {
    story.telemetry.set(
        entity,
        series,
        time -> time < scaledMillis ? values[0] : time < calmMillis ? values[1] : values[2]);
  }

  private static Signal saturation(Story story) {
    return Demo.signal(DEPLOYMENT, "saturation", UTILISATION, story.now() - 6_000);
  }

  private static Signal surge(Story story) {
    return Demo.signal(Demo.RETRIEVER, "traffic-surge", RATE, story.now() - 6_000);
  }

  private static Signal extra(Story story) {
    return Demo.signal(DEPLOYMENT, "extra-replicas", DESIRED, story.now());
  }

  private static Signal idle(Story story) {
    return Demo.signal(DEPLOYMENT, "idle-replicas", IDLE, story.now());
  }

  private Story scaledUp() {
    Story story = story();
    story.say(saturation(story), surge(story), Demo.latency(story.now() - 5_000));
    Proposal proposal = story.granted();
    scaledMillis = story.now();
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000), extra(story));
    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    return story;
  }

  private static void resolve(Story story, String... kinds) {
    for (Signal signal : story.incident().signals()) {
      if (List.of(kinds).contains(signal.kind())) {
        story.say(Demo.in(Signal.State.RESOLVED, signal, story.now()));
      }
    }
  }

  @Test
  void thePlanKnowsTheDeploymentAsItWasSeen() {
    Story story = story();
    story.say(saturation(story), surge(story), Demo.latency(story.now() - 5_000));

    Proposal proposal = story.proposal(1);

    assertThat(proposal.action()).isEqualTo("deployment.scale");
    assertThat(proposal.target()).isEqualTo(DEPLOYMENT);
    assertThat(proposal.parameters())
        .containsEntry("by", "2")
        .containsEntry("from", "2")
        .containsEntry("generation", "7")
        .containsEntry("identity", "123456789012345");
  }

  @Test
  void nothingLessThanTakenWorkersAndMoreQuestionsThatWaitAddsReplicas() {
    Story story = story();
    story.say(saturation(story), Demo.latency(story.now() - 5_000)).pass(60_000);
    assertThat(story.all(Proposal.class)).as("as much is asked as ever").isEmpty();

    Story slow = story();
    slow.say(surge(slow), Demo.latency(slow.now() - 5_000), Demo.bloat(slow.now() - 8_000));
    slow.pass(60_000);
    assertThat(slow.all(Proposal.class))
        .as("workers are free")
        .noneMatch(proposal -> proposal.action().equals("deployment.scale"));

    Story quick = story();
    set(quick, DEPLOYMENT, "workers.waiting", 0, 0, 0);
    quick.say(saturation(quick), surge(quick)).pass(60_000);
    assertThat(quick.all(Proposal.class)).as("nobody waits").isEmpty();
  }

  @Test
  void replicasAreTakenBackInTheSameIncidentOnceTheyAreExtraAndIdle() {
    Story story = scaledUp();
    String incident = story.incident().id();
    resolve(story, "saturation", "latency-degradation");
    story.pass(11_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.VERIFYING);

    calmMillis = story.now();
    resolve(story, "traffic-surge");
    story.pass(20_000).say(idle(story)).pass(31_000);

    assertThat(story.incident().id()).isEqualTo(incident);
    assertThat(story.incident().state()).isEqualTo(Incident.State.PROPOSED);
    Proposal back = story.proposal(2);
    assertThat(back.incidentId()).isEqualTo(incident);
    assertThat(back.parameters())
        .containsEntry("to", "2")
        .containsEntry("from", "4")
        .containsEntry("generation", "8");
  }

  @Test
  void neitherExtraNorIdleReplicasAloneAreTakenBack() {
    Story story = scaledUp();
    resolve(story, "saturation", "latency-degradation", "traffic-surge");
    calmMillis = story.now();
    story.pass(120_000);
    assertThat(story.all(Proposal.class)).as("extra, and perhaps needed").hasSize(1);

    Story other = story();
    scaledMillis = 0;
    calmMillis = 0;
    other.say(idle(other)).pass(60_000);
    assertThat(other.all(Proposal.class)).as("idle, and as many as usual").isEmpty();
  }

  private static String rules() {
    try (Stream<Path> files = Files.list(Path.of("..", "demo", "rules"))) {
      List<SourceText> sources =
          files.map(file -> new SourceText(file.getFileName().toString(), read(file))).toList();
      return ((CheckResult.Sound<RuleSet>) RuleParser.check(sources)).document();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
