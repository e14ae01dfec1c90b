package io.homeostat.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.homeostat.demo.Eventually;
import io.homeostat.demo.TestFolder;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterReading.Reach;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.targets.PatroniTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The cluster with real programs: one cluster for all, each test leaves it healthy. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PatroniClusterTest {
  private static final List<Optional<PatroniTarget>> ANNOUNCED = new ArrayList<>();
  private static TestFolder folder;
  private static PatroniCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    Optional<String> missing = ClusterPrograms.missing();
    if (System.getenv("CI") != null) {
      assertEquals(Optional.empty(), missing, "CI installs what the cluster needs");
    }
    assumeTrue(missing.isEmpty(), () -> "SKIPPED: " + missing.orElse(""));
    folder = TestFolder.create();
    cluster =
        new PatroniCluster(
            folder.demo().resolve("cluster"), folder.dataDir().resolve("logs"), ANNOUNCED::add);
    cluster.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
      assertThat(ANNOUNCED).last().isEqualTo(Optional.empty());
      folder.close();
    }
  }

  @Test
  @Order(1)
  void threeMembersAreHealthyAndTheClusterIsAnnouncedWithItsIdentity() {
    ClusterReading reading = cluster.read();

    assertThat(reading.writable()).hasValue(1);
    assertThat(reading.leaderLost()).contains(false);
    assertThat(reading.leaderSick()).contains(false);
    assertThat(reading.candidates(Reach.BY_PATRONI, 0)).hasSize(1);
    assertThat(reading.candidates(Reach.BEYOND_SYNCHRONOUS, 0)).hasSize(2);
    assertThat(ANNOUNCED).hasSize(1);
    assertThat(ANNOUNCED.get(0).orElseThrow().systemIdentifier().orElseThrow()).matches("[0-9]+");
  }

  @Test
  @Order(2)
  void aHaltedLeaderIsSickAndNotLostAndItsAgentSeesNothing() {
    String leader = cluster.read().leader().orElseThrow();

    cluster.freeze(leader);

    ClusterReading reading = cluster.read();
    assertThat(reading.leaderSick()).contains(true);
    assertThat(reading.leaderLost()).isEmpty();
    assertThat(reading.writable()).as("not known of the halted one").isEmpty();
    assertThat(reading.leader()).contains(leader);

    cluster.start();
    assertThat(cluster.read().leader()).contains(leader);
  }

  @Test
  @Order(3)
  void withoutLeaderAndSynchronousStandbyPatroniHasNoCandidateAndAResetHealsAll() throws Exception {
    ClusterView before = cluster.read().view().orElseThrow();
    String leader = before.leader().orElseThrow().name();
    String standby =
        before.members().stream()
            .filter(ClusterView.Entry::synchronous)
            .findFirst()
            .orElseThrow()
            .name();

    cluster.kill(leader);
    cluster.kill(standby);

    assertThat(cluster.read().leaderLost()).contains(true);
    Eventually.await(
        "the leader key's end",
        Duration.ofMinutes(1),
        () -> cluster.read().view().filter(view -> view.leader().isEmpty()).isPresent());
    ClusterReading reading = cluster.read();
    assertThat(reading.writable()).hasValue(0);
    assertThat(reading.candidates(Reach.BY_PATRONI, 1 << 20)).isEmpty();
    assertThat(reading.candidates(Reach.BEYOND_SYNCHRONOUS, 1 << 20)).hasSize(1);

    cluster.start();
    assertThat(cluster.read().writable()).hasValue(1);
  }
}
