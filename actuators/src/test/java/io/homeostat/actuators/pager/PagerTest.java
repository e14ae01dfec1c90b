package io.homeostat.actuators.pager;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.kafka.Await;
import io.homeostat.actuators.kafka.ChildJvm;
import io.homeostat.actuators.kafka.SharedBroker;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
@Timeout(180)
class PagerTest {
  private static final String SECRET = "a secret of this test";
  private static final String TIMEOUT_MILLIS = "700";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");
  private final TestBroker broker;
  private final TestReceiver oncall = new TestReceiver();
  private final TestReceiver chat = new TestReceiver();
  private final DoorPublisher lanes;
  private String system = "";
  private int revision;

  PagerTest(TestBroker broker) {
    this.broker = broker;
    this.lanes =
        new DoorPublisher(
            new KafkaProducer<>(KafkaSettings.producer(broker.bootstrap(), "test")),
            Lanes.LOCAL,
            "test/" + System.identityHashCode(this));
  }

  @BeforeEach
  void routesAndReceivers(TestInfo test) throws IOException {
    system = "s-" + test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    Files.writeString(folder.resolve("webhook.secret"), SECRET + "\n");
    // Names of their own, so that what an earlier test left to tell does not come here.
    Files.writeString(
        folder.resolve("receivers.yaml"),
        """
        receivers:
          - {name: %s-oncall, kind: webhook, url: '%s', secretFile: webhook.secret}
          - {name: %s-chat, kind: webhook, url: '%s'}
        """
            .formatted(system, oncall.url(), system, chat.url()));
    String rules =
        "routes: [{name: r, match: ['system=\"%s\"'], receiver: %s-oncall, fallback: %s-chat}]\n"
            .formatted(system, system, system);
    for (ContextChunk chunk : ContextChunk.split(ContextDocument.RULES, rules)) {
      var unused = lanes.publish(Stream.CONTEXT, ContextDocument.RULES, chunk);
    }
    lanes.flush();
  }

  @AfterEach
  void end() {
    lanes.close();
    oncall.close();
    chat.close();
  }

  @Test
  void oneSignedPageAnIncidentAndItsEnd() {
    try (RunningService pager = start()) {
      incident(Incident.State.OPEN);
      await("the page", () -> oncall.taken().size() == 1);
      incident(Incident.State.ACTING);
      incident(Incident.State.HEALED);
      await("the end", () -> oncall.taken().size() == 2);

      assertThat(oncall.kinds()).containsExactly("triggered", "resolved");
      assertThat(oncall.all()).allMatch(one -> one.signedWith(SECRET));
      assertThat(oncall.all()).noneMatch(one -> one.signedWith("another"));
      assertThat(oncall.all().get(0).json().at("/incident/id").asText()).isEqualTo(system);
      assertThat(chat.all()).isEmpty();
      assertThat(pager.failure()).isNotDone();
    }
  }

  @Test
  void aReceiverThatIsBusyOrStallsOrRestartsIsPagedOnceInTheEnd() {
    try (RunningService pager = start()) {
      oncall.behaves(TestReceiver.Manner.IS_BUSY);
      incident(Incident.State.OPEN);
      await("a refusal", () -> !oncall.all().isEmpty());
      oncall.behaves(TestReceiver.Manner.STALLS);
      int before = oncall.all().size();
      await("a stalled try", () -> oncall.all().size() > before);
      chat.goAway();
      oncall.goAway();
      oncall.behaves(TestReceiver.Manner.TAKES);
      oncall.comeBack();
      await("the page", () -> !oncall.taken().isEmpty());
      incident(Incident.State.RESOLVED);
      await("the end", () -> oncall.kinds().contains("resolved"));

      assertThat(oncall.kinds()).containsExactly("triggered", "resolved");
      assertThat(oncall.all().subList(0, oncall.all().size() - 1))
          .extracting(TestReceiver.Got::key)
          .containsOnly(oncall.all().get(0).key());
      assertThat(pager.failure()).isNotDone();
    }
  }

  @Test
  void aDeadReceiverGivesWayToTheFallback() {
    oncall.behaves(TestReceiver.Manner.REFUSES);
    try (RunningService pager = start()) {
      incident(Incident.State.OPEN);
      await("the fallback's page", () -> chat.kinds().equals(List.of("triggered")));
      oncall.behaves(TestReceiver.Manner.TAKES);
      incident(Incident.State.HEALED);
      await("both ends", () -> chat.kinds().size() == 2 && oncall.kinds().size() == 1);

      assertThat(chat.kinds()).containsExactly("triggered", "resolved");
      assertThat(oncall.kinds()).containsExactly("resolved");
      assertThat(pager.failure()).isNotDone();
    }
  }

  @Test
  void aPagerKilledWhileItPagesNeitherLosesNorDoublesAPage() throws Exception {
    oncall.behaves(TestReceiver.Manner.STALLS);
    incident(Incident.State.OPEN);
    try (ChildJvm pager = child()) {
      await("the first try", () -> oncall.all().size() == 1);
      pager.kill();
    }
    oncall.behaves(TestReceiver.Manner.TAKES);
    try (ChildJvm pager = child()) {
      await("the page", () -> oncall.taken().size() == 1);
      pager.kill();
    }
    assertThat(oncall.all()).extracting(TestReceiver.Got::key).containsOnly(first(oncall));
    incident(Incident.State.HEALED);
    try (ChildJvm pager = child()) {
      await("the end", () -> oncall.taken().size() == 2);
      pager.kill();
    }
    // A later incident is paged: so the pager has by then looked at this one again.
    try (RunningService pager = start()) {
      String over = system;
      incident(over + "-later", Incident.State.OPEN);
      await("the later page", () -> oncall.taken().size() > 2);

      assertThat(oncall.kinds()).startsWith("triggered", "resolved", "triggered");
      assertThat(oncall.taken().stream().map(one -> one.json().at("/incident/id").asText()))
          .filteredOn(over::equals)
          .hasSize(2);
      assertThat(pager.failure()).isNotDone();
    }
  }

  private static String first(TestReceiver receiver) {
    return receiver.all().get(0).key();
  }

  private RunningService start() {
    return new PagerService()
        .start(
            new ServiceConfig(
                Map.of(
                    "kafka.bootstrap", broker.bootstrap(),
                    "receivers.file", folder.resolve("receivers.yaml").toString(),
                    "pager.timeout.millis", TIMEOUT_MILLIS)));
  }

  private ChildJvm child() throws InterruptedException {
    ChildJvm pager =
        ChildJvm.start(
            PagerProcess.class,
            broker.bootstrap(),
            folder.resolve("receivers.yaml").toString(),
            TIMEOUT_MILLIS);
    pager.awaitLine("started", 60);
    return pager;
  }

  private static void await(String what, BooleanSupplier condition) {
    Await.until(what, LIMIT, condition);
  }

  private void incident(Incident.State state) {
    incident(system, state);
  }

  private void incident(String id, Incident.State state) {
    EntityId entity = EntityId.of("service", "demo/rag", "retriever");
    Signal signal =
        new Signal(
            "s1",
            entity,
            system,
            "rule",
            "latency",
            "latency-degradation",
            Signal.State.FIRING,
            Severity.CRITICAL,
            0.9,
            1,
            1,
            2,
            1,
            "slow",
            "r1");
    Incident incident =
        new Incident(
            id,
            ++revision,
            system,
            state,
            Severity.CRITICAL,
            0.9,
            "The retriever is slow",
            1,
            revision,
            state.closed() ? Optional.of((long) revision) : Optional.empty(),
            List.of(),
            List.of(signal),
            List.of(),
            List.of(),
            "",
            "r1");
    var unused = lanes.publish(Stream.INCIDENTS, id, incident);
    lanes.flush();
  }
}
