package io.homeostat.actuators.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.kafka.Await;
import io.homeostat.actuators.kafka.KafkaLog;
import io.homeostat.actuators.kafka.SharedBroker;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.schemas.wire.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionLoopTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final TestBroker broker;
  private final Commands commands;
  private final FakeActuator actuator = new FakeActuator();
  private int targets;

  ActionLoopTest(TestBroker broker) {
    this.broker = broker;
    this.commands = new Commands(broker);
  }

  @AfterAll
  void stop() {
    commands.close();
  }

  @Test
  void theIntentIsDurableBeforeTheEffectAndTheOutcomeAfterIt() {
    Command command = command("happy");
    AtomicBoolean intended = new AtomicBoolean();
    actuator.beforePermit("happy", () -> intended.set(commands.intents("happy").size() == 1));
    try (ActionLoop loop = loop()) {
      commands.grant(command);
      Outcome outcome = commands.awaitLast("happy", LIMIT);

      assertThat(outcome.result()).isEqualTo(Outcome.Result.APPLIED);
      assertThat(outcome.target()).isEqualTo(command.target());
      assertThat(intended).isTrue();
      assertThat(actuator.effects).containsOnlyOnce("happy");
      for (Stream stream : List.of(Stream.OUTCOMES, Stream.GOVERNANCE, Stream.SIGNALS)) {
        List<Message> said = commands.said(stream, "happy");
        assertThat(said).as(stream.topic()).hasSize(2);
        assertThat(said.get(0).fact()).isInstanceOf(Intent.class);
        assertThat(said.get(1).fact()).isEqualTo(outcome);
        Origin first = said.get(0).origin();
        assertThat(said.get(1).origin())
            .isEqualTo(new Origin(first.source(), first.lane(), first.offset(), 2));
        assertThat(first.index()).isZero();
      }
    }
  }

  @Test
  void aCommandThatComesTwiceIsCarriedOutOnce() {
    Command command = command("double");
    try (ActionLoop loop = loop()) {
      commands.grant(command);
      commands.grant(command);
      commands.awaitLast("double", LIMIT);
      commands.grant(command);
      awaitDone(command);
    }
    try (ActionLoop again = loop()) {
      commands.grant(command);
      awaitDone(command);
    }

    assertThat(actuator.effects).containsOnlyOnce("double");
    assertThat(commands.intents("double")).hasSize(1);
    assertThat(commands.outcomes("double")).hasSize(1);
  }

  @Test
  void whatHasExpiredOrRestsOnOldEvidenceIsRefusedWithoutAnIntent() {
    Command expired = changed(command("expired"), 0, 60_000, -1);
    Command stale = changed(command("stale"), -30_000, 10_000, 60_000);
    try (ActionLoop loop = loop()) {
      commands.grant(expired);
      commands.grant(stale);

      assertThat(commands.awaitLast("expired", LIMIT).reason()).contains("it expired at");
      assertThat(commands.awaitLast("stale", LIMIT).reason()).contains("evidence is");
    }
    assertThat(commands.intents("expired")).isEmpty();
    assertThat(commands.intents("stale")).isEmpty();
    assertThat(actuator.effects).doesNotContain("expired", "stale");
  }

  @Test
  void nothingBeginsAfterTheStopSwitchWasSetAlsoWhereTheIntentWasDurableAlready() {
    actuator.beforePermit("late", () -> commands.control(true));
    try (ActionLoop loop = loop()) {
      commands.grant(command("late"));
      Outcome late = commands.awaitLast("late", LIMIT);
      commands.grant(command("later"));
      Outcome later = commands.awaitLast("later", LIMIT);

      assertThat(late.result()).isEqualTo(Outcome.Result.REFUSED);
      assertThat(late.reason()).contains("stop switch was set by a test");
      assertThat(later.result()).isEqualTo(Outcome.Result.REFUSED);
      assertThat(commands.intents("later")).isEmpty();
    }
    try (ActionLoop again = loop()) {
      commands.grant(command("restarted"));
      assertThat(commands.awaitLast("restarted", LIMIT).result()).isEqualTo(Outcome.Result.REFUSED);
      commands.control(false);
      commands.grant(command("released"));
      assertThat(commands.awaitLast("released", LIMIT).result()).isEqualTo(Outcome.Result.APPLIED);
    }
    assertThat(actuator.effects).doesNotContain("late", "later", "restarted");
  }

  @Test
  void whereHomeostatOnlyObservesWhatWasGrantedBeforeIsNotBegun() {
    try (ActionLoop loop =
        ActionLoop.start(
            new ActionSettings(
                broker.bootstrap(), Commands.LANES, "0", ActionSettings.Mode.OBSERVE),
            List.of(actuator),
            InstantSource.system())) {
      commands.grant(command("observed"));
      assertThat(commands.awaitLast("observed", LIMIT).reason()).contains("only observes");
    }
    assertThat(actuator.effects).doesNotContain("observed");
    assertThat(commands.intents("observed")).isEmpty();
  }

  @Test
  void anOlderGrantIsRefusedOnceANewerOneForTheTargetIsKnown() {
    Command newer = command("newer");
    Command older = Commands.command("older", newer.target(), newer.fence() - 1);
    try (ActionLoop loop = loop()) {
      commands.grant(newer);
      commands.awaitLast("newer", LIMIT);
    }
    try (ActionLoop again = loop()) {
      commands.grant(older);
      assertThat(commands.awaitLast("older", LIMIT).reason()).contains("a newer grant");
    }
    assertThat(actuator.effects).doesNotContain("older");
  }

  @Test
  void anActionThatNobodyCarriesOutIsRefused() {
    Command command = command("strange");
    Command strange =
        new Command(
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            "moon.landing",
            command.parameters(),
            command.planHash(),
            command.fence(),
            command.evidenceMillis(),
            command.freshMillis(),
            command.grantedMillis(),
            command.expiresMillis(),
            command.limitMillis(),
            command.rules());
    try (ActionLoop loop = loop()) {
      commands.grant(strange);
      assertThat(commands.awaitLast("strange", LIMIT).reason()).contains("moon.landing");
    }
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersAndTheNextIsCarriedOut() {
    Command next = Commands.command("next", Commands.target(0, 0, ++targets), 1);
    long before = KafkaLog.read(broker, Stream.DEAD_LETTERS).size();
    try (ActionLoop loop = loop()) {
      commands.write(0, new byte[] {1, 2, 3});
      commands.grant(next);
      commands.awaitLast("next", LIMIT);
      awaitDone(next);
    }
    assertThat(KafkaLog.read(broker, Stream.DEAD_LETTERS)).hasSize((int) before + 1);
  }

  @Test
  void whatNobodyCanTellIsSaidOnceThenOnlyReadUntilItIsKnown() {
    AtomicInteger reads = new AtomicInteger();
    actuator.ends("lost", () -> new Result.Unknown("the connection broke"));
    actuator.recovers(
        "lost",
        () ->
            reads.incrementAndGet() < 4
                ? new Actuator.Recovery.NotYet("not yet")
                : new Actuator.Recovery.Ended(new Result.Applied("found", new TreeMap<>())));
    try (ActionLoop loop = loop()) {
      commands.grant(command("lost"));
      commands.awaitLast("lost", LIMIT);
    }
    assertThat(commands.outcomes("lost"))
        .extracting(Outcome::result)
        .containsExactly(Outcome.Result.UNKNOWN, Outcome.Result.APPLIED);
    assertThat(commands.said(Stream.GOVERNANCE, "lost"))
        .extracting(message -> message.origin().index())
        .containsExactly(0, 1, 2);
    assertThat(actuator.effects).containsOnlyOnce("lost");
    assertThat(reads).hasValue(4);
  }

  @Test
  void whatNobodyCanTellStaysSoAcrossARestartAndIsNotSaidTwice() {
    AtomicBoolean known = new AtomicBoolean();
    actuator.ends("dark", () -> new Result.Unknown("the connection broke"));
    actuator.recovers(
        "dark",
        () ->
            known.get()
                ? new Actuator.Recovery.Ended(new Result.Applied("found", new TreeMap<>()))
                : new Actuator.Recovery.NotYet("not yet"));
    try (ActionLoop loop = loop()) {
      commands.grant(command("dark"));
      Await.until("UNKNOWN is said", LIMIT, () -> !commands.outcomes("dark").isEmpty());
    }
    int before = actuator.asked.size();
    try (ActionLoop again = loop()) {
      Await.until("it is read again", LIMIT, () -> actuator.asked.size() > before + 1);
      known.set(true);
      commands.awaitLast("dark", LIMIT);
    }
    assertThat(commands.outcomes("dark"))
        .extracting(Outcome::result)
        .containsExactly(Outcome.Result.UNKNOWN, Outcome.Result.APPLIED);
    assertThat(commands.intents("dark")).hasSize(1);
    assertThat(actuator.effects).containsOnlyOnce("dark");
  }

  @Test
  void aLaneThatIsGivenUpInTheLastInstantBeginsNothing() {
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    actuator.beforePermit(
        "givenup",
        () -> {
          asking.countDown();
          await(release);
        });
    try (ActionLoop loop = loop()) {
      commands.grant(command("givenup"));
      await(asking);
      loop.close();
    }
    release.countDown();
    Await.until("the old run has ended", LIMIT, () -> actuator.asked.contains("close givenup"));
    assertThat(actuator.effects).doesNotContain("givenup");

    actuator.beforePermit("givenup", () -> {});
    try (ActionLoop again = loop()) {
      assertThat(commands.awaitLast("givenup", LIMIT).result()).isEqualTo(Outcome.Result.APPLIED);
    }
    assertThat(actuator.effects).containsOnlyOnce("givenup");
    assertThat(commands.intents("givenup")).hasSize(1);
  }

  @Test
  void whoWasPausedLongerThanItsLeaseBeginsNothing() {
    actuator.beforePermit(
        "paused", () -> LockSupport.parkNanos(Duration.ofMillis(5_500).toNanos()));
    try (ActionLoop loop = loop()) {
      commands.grant(command("paused"));
      assertThat(commands.awaitLast("paused", LIMIT).reason()).contains("can no longer be sure");
    }
    assertThat(actuator.effects).doesNotContain("paused");
  }

  @Test
  void anActuatorThatThrowsAfterTheIntentIsReadAndNotAskedAgain() {
    actuator.ends(
        "thrown",
        () -> {
          throw new IllegalStateException("a defect");
        });
    try (ActionLoop loop = loop()) {
      commands.grant(command("thrown"));
      commands.awaitLast("thrown", LIMIT);
    }
    assertThat(commands.outcomes("thrown"))
        .extracting(Outcome::result)
        .containsExactly(Outcome.Result.UNKNOWN, Outcome.Result.APPLIED);
    assertThat(actuator.effects).containsOnlyOnce("thrown");
  }

  @Test
  void aLongActionHoldsUpNeitherAnotherTargetOfItsLaneNorTheStopSwitch() {
    CountDownLatch release = new CountDownLatch(1);
    Command slow = Commands.command("slow", Commands.target(0, 1, ++targets), 1);
    Command quick = Commands.command("quick", Commands.target(0, 2, ++targets), 1);
    actuator.ends(
        "slow",
        () -> {
          await(release);
          return new Result.Applied("at last", new TreeMap<>());
        });
    try (ActionLoop loop = loop()) {
      commands.grant(slow);
      Await.until("slow has begun", LIMIT, () -> actuator.effects.contains("slow"));
      commands.grant(quick);
      assertThat(commands.awaitLast("quick", LIMIT).result()).isEqualTo(Outcome.Result.APPLIED);
      assertThat(committed(0)).as("slow is not done").isLessThan(end(0));
      release.countDown();
      assertThat(commands.awaitLast("slow", LIMIT).result()).isEqualTo(Outcome.Result.APPLIED);
      awaitDone(slow);
    }
  }

  private ActionLoop loop() {
    return ActionLoop.start(
        new ActionSettings(broker.bootstrap(), Commands.LANES, "0", ActionSettings.Mode.ACT),
        List.of(actuator),
        InstantSource.system());
  }

  private Command command(String id) {
    return Commands.command(id, Commands.target(targets % 2, 0, ++targets), 7);
  }

  private static Command changed(
      Command command, long evidenceIn, long freshMillis, long expiresIn) {
    long now = System.currentTimeMillis();
    return new Command(
        command.id(),
        command.proposalId(),
        command.incidentId(),
        command.system(),
        command.target(),
        command.action(),
        command.parameters(),
        command.planHash(),
        command.fence(),
        now + evidenceIn,
        freshMillis,
        command.grantedMillis(),
        now + expiresIn,
        command.limitMillis(),
        command.rules());
  }

  private void awaitDone(Command command) {
    int lane = Commands.LANES.lane(Stream.COMMANDS, command.target().text());
    Await.until("lane " + lane + " is done", LIMIT, () -> committed(lane) >= end(lane));
  }

  private long committed(int lane) {
    return KafkaLog.committed(
        broker, ActionSettings.GROUP, new TopicPartition(Stream.COMMANDS.topic(), lane));
  }

  private long end(int lane) {
    return KafkaLog.end(broker, new TopicPartition(Stream.COMMANDS.topic(), lane));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
