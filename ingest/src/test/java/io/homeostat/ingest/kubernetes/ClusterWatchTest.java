package io.homeostat.ingest.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.model.Change;
import io.homeostat.schemas.targets.Fingerprint;
import io.homeostat.schemas.targets.KubernetesTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ClusterWatchTest {
  private static final String WEB = "deployment:test/rag/web";

  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(
          true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private final FakeApiServer api = new FakeApiServer();
  private final List<Change> changes = new ArrayList<>();
  private final ClusterWatch watch;

  ClusterWatchTest(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    watch =
        new ClusterWatch(
            new KubernetesTarget("test", api.address(), "rag", token, Optional.empty()),
            new DoorPublisher(log, Lanes.LOCAL, "watchers/test"),
            () -> Optional.of(entity -> "rag"));
  }

  @BeforeEach
  void deploy() {
    api.put("web", 2, 2);
  }

  @AfterEach
  void stop() {
    watch.close();
    api.close();
  }

  @Test
  void aDeploymentIsToldWithItsReplicasItsVersionAndItsIdentity() {
    Map<String, Double> web = until(told -> told.containsKey(WEB)).get(WEB);
    assertThat(web)
        .containsEntry("k8s.deployment.replicas.desired", 2.0)
        .containsEntry("k8s.deployment.replicas.ready", 2.0)
        .containsEntry("k8s.deployment.generation", 2.0)
        .containsEntry("k8s.deployment.generation.observed", 2.0)
        .containsEntry("k8s.deployment.identity", (double) Fingerprint.of("uid-web"));
  }

  @Test
  void aChangeIsToldByTheWatchAndNotByListing() {
    until(told -> told.containsKey(WEB));
    api.put("web", 4, 0);
    Map<String, Double> web =
        until(told -> value(told, "k8s.deployment.replicas.desired") == 4).get(WEB);
    assertThat(web).containsEntry("k8s.deployment.replicas.ready", 0.0);
    assertThat(api.watches()).isEqualTo(1);
  }

  @Test
  void whatIsDeletedIsToldNoMore() {
    api.put("other", 1, 1);
    until(told -> told.size() == 2);
    api.delete("web");
    assertThat(until(told -> told.size() == 1)).containsOnlyKeys("deployment:test/rag/other");
  }

  @Test
  void ofAnAbsentServerNothingIsToldUntilItIsBackAndListedAnew() throws Exception {
    until(told -> told.containsKey(WEB));
    api.goAway();
    log.clear();
    assertThatThrownBy(() -> watch.round(0).get(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(log.history()).isEmpty();
    api.put("web", 3, 3);
    api.comeBack();
    until(told -> value(told, "k8s.deployment.replicas.desired") == 3);
  }

  @Test
  void aWatchThatHasLostItsPlaceListsAnew() {
    until(told -> told.containsKey(WEB));
    api.fallSilent();
    api.put("web", 5, 5);
    api.losePlaces();
    until(told -> value(told, "k8s.deployment.replicas.desired") == 5);
  }

  @Test
  void aWatchThatStaysSilentIsFoundOut() {
    until(told -> told.containsKey(WEB));
    api.fallSilent();
    api.put("web", 6, 6);
    until(told -> value(told, "k8s.deployment.replicas.desired") == 6);
  }

  private static double value(Map<String, Map<String, Double>> told, String series) {
    return told.getOrDefault(WEB, Map.of()).getOrDefault(series, Double.NaN);
  }

  private Map<String, Map<String, Double>> until(
      Predicate<Map<String, Map<String, Double>>> wanted) {
    return new Rounds(watch, log, changes, new ArrayList<>()).until(wanted);
  }
}
