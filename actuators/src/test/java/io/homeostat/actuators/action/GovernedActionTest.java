package io.homeostat.actuators.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.governor.GovernorService;
import io.homeostat.actuators.governor.Proposals;
import io.homeostat.actuators.kafka.Await;
import io.homeostat.actuators.kafka.KafkaLog;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.core.govern.AuditChain;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GovernedActionTest {
  private static final int PROPOSALS = 12;
  private static final Duration OUTAGE = Duration.ofSeconds(12);

  private final Path folder;
  private final FakeActuator actuator = new FakeActuator();

  GovernedActionTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aProposalIsDecidedGrantedCarriedOutAndAudited() throws Exception {
    try (TestBroker broker = TestBroker.start(folder.resolve("kafka"), Commands.LANES);
        Commands commands = new Commands(broker);
        DoorPublisher door = door(broker);
        RunningService governor = new GovernorService().start(config(broker));
        ActionLoop loop =
            ActionLoop.start(
                new ActionSettings(
                    broker.bootstrap(), Commands.LANES, "0", ActionSettings.Mode.ACT),
                List.of(actuator),
                InstantSource.system())) {
      ScheduledExecutorService clock = ticking(door);
      ContextChunk.split(ContextDocument.RULES, Proposals.RULES)
          .forEach(chunk -> door.publish(Stream.GOVERNANCE, "", chunk).join());
      actuator.endsAll(() -> new Result.Failed("as wished", new TreeMap<>()));
      List<Long> delays = new ArrayList<>();
      for (int i = 0; i < PROPOSALS; i++) {
        delays.add(carriedOut(door, commands, broker, i));
      }
      clock.shutdownNow();

      assertThat(actuator.effects).hasSize(PROPOSALS).doesNotHaveDuplicates();
      Await.until(
          "the audit tells of every outcome",
          Duration.ofMinutes(1),
          () ->
              audit(broker).stream().filter(entry -> entry.what().equals("outcome")).count()
                  == PROPOSALS);
      assertThat(AuditChain.verify(audit(broker))).isEmpty();
      System.out.println("milliseconds from proposal to effect: " + delays);
    }
  }

  @Test
  @Tag("series")
  void aBrokerThatGoesAwayAndComesBackIsOutlived() throws Exception {
    try (TestBroker broker = TestBroker.start(folder.resolve("kafka"), Commands.LANES);
        Commands commands = new Commands(broker);
        DoorPublisher door = door(broker);
        RunningService governor = new GovernorService().start(config(broker));
        ActionLoop loop =
            ActionLoop.start(
                new ActionSettings(
                    broker.bootstrap(), Commands.LANES, "0", ActionSettings.Mode.ACT),
                List.of(actuator),
                InstantSource.system())) {
      ScheduledExecutorService clock = ticking(door);
      ContextChunk.split(ContextDocument.RULES, Proposals.RULES)
          .forEach(chunk -> door.publish(Stream.GOVERNANCE, "", chunk).join());
      actuator.endsAll(() -> new Result.Failed("as wished", new TreeMap<>()));
      carriedOut(door, commands, broker, 0);
      broker.stop();
      LockSupport.parkNanos(OUTAGE.toNanos());
      broker.restart();
      awaitClock(broker);
      carriedOut(door, commands, broker, 1);
      clock.shutdownNow();

      assertThat(governor.failure()).isNotDone();
      assertThat(loop.failure()).isNotDone();
      assertThat(actuator.effects).hasSize(2);
    }
  }

  /**
   * The ticks that were held up tell old times; the governor's time goes on with the first fresh
   * one.
   */
  private static void awaitClock(TestBroker broker) {
    Await.until(
        "a tick of now is in the lane",
        Duration.ofSeconds(60),
        () ->
            facts(broker, Stream.GOVERNANCE, Fact.class).stream()
                .anyMatch(
                    fact ->
                        fact instanceof Tick tick
                            && System.currentTimeMillis() - tick.timeMillis() < 500));
  }

  private long carriedOut(DoorPublisher door, Commands commands, TestBroker broker, int number) {
    Proposal proposal =
        Proposals.of(
            "rag",
            "incident-" + number,
            EntityId.of("fake", "test", "governed-" + number),
            System.currentTimeMillis());
    int before = actuator.effects.size();
    long began = System.nanoTime();
    door.publish(Stream.GOVERNANCE, "", proposal).join();
    Await.until(
        "the effect of proposal " + number,
        Duration.ofSeconds(60),
        () -> actuator.effects.size() > before);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    Decision decision =
        facts(broker, Stream.DECISIONS, Decision.class).stream()
            .filter(one -> one.proposalId().equals(proposal.id()))
            .findFirst()
            .orElseThrow();
    assertThat(decision.result()).isEqualTo(Decision.Result.GRANTED);
    assertThat(commands.awaitLast(decision.commandId(), Duration.ofMinutes(1)).result())
        .isEqualTo(Outcome.Result.FAILED);
    return millis;
  }

  private static List<AuditEntry> audit(TestBroker broker) {
    return facts(broker, Stream.AUDIT, AuditEntry.class);
  }

  private static <F extends Fact> List<F> facts(TestBroker broker, Stream stream, Class<F> type) {
    Wire wire = new Wire();
    List<F> facts = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : KafkaLog.read(broker, stream)) {
      try {
        facts.add(type.cast(wire.decode(record.value()).fact()));
      } catch (WireException e) {
        throw new AssertionError("unreadable", e);
      }
    }
    return facts;
  }

  private static DoorPublisher door(TestBroker broker) {
    return new DoorPublisher(
        new KafkaProducer<>(KafkaSettings.producer(broker.bootstrap(), "test-door")),
        Commands.LANES,
        "test/1");
  }

  private static ScheduledExecutorService ticking(DoorPublisher door) {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    var unused = clock.scheduleAtFixedRate(() -> tick(door), 0, 250, TimeUnit.MILLISECONDS);
    return clock;
  }

  private static void tick(DoorPublisher door) {
    Tick tick =
        new Tick(System.currentTimeMillis(), Collections.unmodifiableSortedMap(new TreeMap<>()));
    var unused = door.publish(Stream.GOVERNANCE, "", tick);
  }

  private ServiceConfig config(TestBroker broker) {
    return new ServiceConfig(
        Map.of(
            "kafka.bootstrap",
            broker.bootstrap(),
            "data.dir",
            folder.toString(),
            "lanes.telemetry",
            "4",
            "lanes.signals",
            "2"));
  }
}
