package io.homeostat.ingest.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.deployment.Places;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.schemas.targets.Secret;
import io.homeostat.schemas.targets.WatchedRepository;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a repository that JGit's own server serves. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GitPollTest {
  private static final long INTERVAL = 1_000;
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder = Path.of("unset");
  private final AtomicLong clock = new AtomicLong(NOW.toEpochMilli());
  private MockProducer<byte[], byte[]> log = log(true);

  private static MockProducer<byte[], byte[]> log(boolean answers) {
    return new MockProducer<>(
        answers, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void whatIsNewOnTheBranchIsToldAsThePushOfIt() throws Exception {
    try (ServedRepository served = new ServedRepository(folder, "")) {
      String before = served.commit("ada", "first", LONG_AGO);
      GitPoll poll = poll(open(served.address()));
      assertThat(poll.round()).isEqualTo(INTERVAL);
      assertThat(told()).as("it is older than an hour").isEmpty();

      clock.addAndGet(30_000);
      served.commit("ada", "smaller batches", NOW.plusSeconds(5));
      String after = served.commit("grace", "larger pool\n\nas measured", NOW.plusSeconds(20));
      poll.round();
      poll.round();
      assertThat(told())
          .singleElement()
          .satisfies(
              change -> {
                assertThat(change.kind()).isEqualTo("push");
                assertThat(change.entity().text()).isEqualTo("repository:127.0.0.1/group/rag");
                assertThat(change.system()).isEqualTo("rag");
                assertThat(change.state()).isEqualTo(Change.State.FINISHED);
                assertThat(change.beganMillis()).isEqualTo(NOW.plusSeconds(20).toEpochMilli());
                assertThat(change.updatedMillis()).isEqualTo(NOW.plusSeconds(30).toEpochMilli());
                assertThat(change.actor()).isEqualTo("grace");
                assertThat(change.summary()).endsWith("is done: larger pool");
                assertThat(change.delivery())
                    .contains(new Delivery(before, after, "git", Delivery.Health.UNKNOWN));
              });
    }
  }

  @Test
  void anOldCommitThatIsNewOnTheBranchCameAfterTheLookBefore() throws Exception {
    try (ServedRepository served = new ServedRepository(folder, "")) {
      served.allowFilters();
      served.commit("ada", "first", LONG_AGO);
      GitPoll poll = poll(open(served.address()));
      poll.round();
      clock.addAndGet(30_000);
      served.commit("ada", "written long ago, pushed now", LONG_AGO);
      poll.round();
      assertThat(told()).extracting(Change::beganMillis).containsExactly(NOW.toEpochMilli());
    }
  }

  @Test
  void aYoungCommitIsToldAtTheFirstLookAndAfterARestartItIsTheSameChange() throws Exception {
    try (ServedRepository served = new ServedRepository(folder, "")) {
      String young = served.commit("ada", "first", NOW.minusSeconds(1_800));
      poll(open(served.address())).round();
      poll(open(served.address())).round();
      List<Change> told = told();
      assertThat(told).hasSize(2);
      assertThat(told.get(1)).isEqualTo(told.get(0));
      assertThat(told.get(0).delivery().orElseThrow().to()).isEqualTo(young);
      assertThat(told.get(0).delivery().orElseThrow().from()).isEmpty();
    }
  }

  @Test
  void aRemoteThatIsGoneIsAskedEverMoreRarelyAndThenNothingIsMissed() throws Exception {
    try (ServedRepository served = new ServedRepository(folder, "")) {
      served.commit("ada", "first", LONG_AGO);
      GitPoll poll = poll(open(served.address()));
      poll.round();
      served.stop();
      assertThat(poll.round()).isEqualTo(2 * INTERVAL);
      assertThat(poll.round()).isEqualTo(4 * INTERVAL);
      for (int i = 0; i < 20; i++) {
        assertThat(poll.round()).isLessThanOrEqualTo(600_000);
      }
      assertThat(told()).isEmpty();
      String after = served.commit("ada", "while it was away", NOW);
      served.startAgain();
      assertThat(poll.round()).isEqualTo(INTERVAL);
      assertThat(told())
          .extracting(change -> change.delivery().orElseThrow().to())
          .containsExactly(after);
    }
  }

  @Test
  void whatKafkaHasNotTakenIsToldAgain() throws Exception {
    log = log(false);
    try (ServedRepository served = new ServedRepository(folder, "")) {
      served.commit("ada", "first", NOW);
      GitPoll poll = poll(open(served.address()));
      CompletableFuture<Long> refused = CompletableFuture.supplyAsync(poll::round);
      await().until(() -> log.errorNext(new TimeoutException("no broker")));
      assertThat(refused.join()).isEqualTo(2 * INTERVAL);
      CompletableFuture<Long> taken = CompletableFuture.supplyAsync(poll::round);
      await().until(log::completeNext);
      assertThat(taken.join()).isEqualTo(INTERVAL);
      assertThat(told()).hasSize(2);
    }
  }

  @Test
  void aLoginIsUsedAndWhatTheRepositoryIsAboutMayBeSaidOutright() throws Exception {
    try (ServedRepository served = new ServedRepository(folder, "watcher:s3cret")) {
      served.commit("ada", "first", NOW);
      Path password = Files.writeString(folder.resolve("password"), "wrong");
      EntityId retriever = EntityId.parse("deployment:prod/rag/retriever");
      GitPoll poll =
          poll(
              new WatchedRepository(
                  served.address(),
                  "main",
                  Optional.of(retriever),
                  Optional.of("watcher"),
                  Optional.of(new Secret.InFile(password))));
      assertThat(poll.round()).isEqualTo(2 * INTERVAL);
      Files.writeString(password, "s3cret\n");
      assertThat(poll.round()).isEqualTo(INTERVAL);
      assertThat(told()).extracting(Change::entity).containsExactly(retriever);
    }
  }

  @Test
  void aBranchThatIsNotThereIsSaid() throws Exception {
    try (ServedRepository served = new ServedRepository(folder, "")) {
      served.commit("ada", "first", NOW);
      WatchedRepository other =
          new WatchedRepository(
              served.address(), "trunk", Optional.empty(), Optional.empty(), Optional.empty());
      assertThatThrownBy(() -> new GitRemote(other).newest())
          .isInstanceOf(IOException.class)
          .hasMessage("it has no branch trunk");
      assertThat(poll(other).round()).isEqualTo(2 * INTERVAL);
    }
  }

  private static WatchedRepository open(URI address) {
    return new WatchedRepository(
        address, "main", Optional.empty(), Optional.empty(), Optional.empty());
  }

  private GitPoll poll(WatchedRepository repository) {
    return new GitPoll(
        repository,
        INTERVAL,
        () -> Optional.of(new Places(EntityMapping.defaults(), entity -> "rag")),
        new DoorPublisher(log, Lanes.LOCAL, "git/test"),
        Doors.ofProcess().door("git"),
        () -> Instant.ofEpochMilli(clock.get()));
  }

  private List<Change> told() {
    Wire wire = new Wire();
    return log.history().stream()
        .map(
            record -> {
              try {
                return (Change) wire.decode(record.value()).fact();
              } catch (WireException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }
}
