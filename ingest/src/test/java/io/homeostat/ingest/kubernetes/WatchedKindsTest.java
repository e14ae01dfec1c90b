package io.homeostat.ingest.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetList;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.deployment.ArgoCd;
import io.homeostat.ingest.deployment.Told;
import io.homeostat.schemas.targets.KubernetesTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All kinds, against fabric8's API server. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WatchedKindsTest {
  private static final int MOST = 3;
  private static final String POD = "pod:test/rag/web-5c944c7b4b-6tdd2";
  private static final String SEARCH = "deployment:test/rag/search";
  private static final String POD_ABOUT = "Pod, name: web-0, apiVersion: v1";
  private static final String ROLLOUT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: search, uid: r-1}
      spec: {replicas: 4}
      status: {phase: %s, readyReplicas: 3, availableReplicas: 3, updatedReplicas: 1}
      """;
  private static final String STATEFUL_SET =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: %s}
      spec: {replicas: 3}
      status: {observedGeneration: 1, replicas: 3, readyReplicas: 2, updatedReplicas: 3}
      """;

  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(
          true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private final MockCluster cluster = new MockCluster();
  private final List<Change> changes = new ArrayList<>();
  private final List<LogEntry> lines = new ArrayList<>();
  private final ClusterWatch watch;

  WatchedKindsTest(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    watch =
        new ClusterWatch(
            new KubernetesTarget("test", cluster.address(), "rag", token, Optional.empty()),
            new DoorPublisher(log, Lanes.LOCAL, "watchers/test"),
            () -> Optional.of(entity -> "rag"),
            Duration.ofMillis(300),
            MOST);
  }

  @AfterEach
  void stop() {
    watch.close();
    cluster.close();
  }

  @Test
  void whatKubernetesItselfHasIsToldWithWhatMatters() {
    cluster.put(MockCluster.real("pod.json"));
    Serialization.unmarshal(MockCluster.real("replicasets.json"), ReplicaSetList.class)
        .getItems()
        .forEach(cluster::put);
    cluster.put(STATEFUL_SET.formatted("milvus"));
    cluster.put(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        spec: {unschedulable: true}
        status: {conditions: [{type: Ready, status: Unknown}, {type: DiskPressure, status: 'True'}]}
        """);
    Map<String, Map<String, Double>> told = until(all -> all.size() == 4);
    assertThat(told.get(POD))
        .containsOnly(
            Map.entry("k8s.pod.running", 1.0),
            Map.entry("k8s.pod.ready", 1.0),
            Map.entry("k8s.pod.restarts", 0.0));
    assertThat(told.get("replicaset:test/rag/web-5c944c7b4b"))
        .containsOnly(
            Map.entry("k8s.replicaset.replicas.desired", 4.0),
            Map.entry("k8s.replicaset.replicas.ready", 4.0),
            Map.entry("k8s.replicaset.replicas.available", 4.0));
    assertThat(told.get("statefulset:test/rag/milvus"))
        .containsEntry("k8s.statefulset.replicas.desired", 3.0)
        .containsEntry("k8s.statefulset.replicas.ready", 2.0)
        .containsEntry("k8s.statefulset.replicas.available", 0.0)
        .containsEntry("k8s.statefulset.replicas.updated", 3.0);
    assertThat(told.get("node:test/node-a"))
        .as("what is Unknown of a node is not told")
        .containsOnly(
            Map.entry("k8s.node.unschedulable", 1.0), Map.entry("k8s.node.pressure.disk", 1.0));
  }

  @Test
  void whatOperatorsBringIsToldWithWhatMatters() {
    cluster.put(MockCluster.real("application.json"));
    cluster.put(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: rag}
        status: {health: {status: Degraded}, sync: {status: OutOfSync}}
        """);
    cluster.put(ROLLOUT.formatted("Paused"));
    cluster.put(
        """
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: apps}
        spec: {suspend: true}
        status: {observedGeneration: 0, conditions: [{type: Ready, status: 'False'}]}
        """);
    cluster.put(
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: milvus}
        status: {conditions: [{type: Ready, status: Unknown}]}
        """);
    cluster.put(
        """
        apiVersion: postgresql.cnpg.io/v1
        kind: Cluster
        metadata: {name: pg, uid: c-1}
        spec: {instances: 3}
        status: {instances: 3, readyInstances: 2, currentPrimary: pg-1, targetPrimary: pg-2}
        """);
    Map<String, Map<String, Double>> told = until(all -> all.size() == 5);
    assertThat(told.get("argo-application:test/rag/rag"))
        .containsOnly(
            Map.entry("k8s.application.healthy", 0.0),
            Map.entry("k8s.application.progressing", 0.0),
            Map.entry("k8s.application.synced", 0.0));
    assertThat(told.get("rollout:test/rag/search"))
        .containsEntry("k8s.rollout.replicas.desired", 4.0)
        .containsEntry("k8s.rollout.replicas.updated", 1.0)
        .containsEntry("k8s.rollout.paused", 1.0)
        .doesNotContainKey("k8s.rollout.healthy");
    assertThat(told.get("flux-kustomization:test/rag/apps"))
        .as("the server counts the generations")
        .containsOnly(
            Map.entry("k8s.kustomization.generation", 1.0),
            Map.entry("k8s.kustomization.generation.observed", 0.0),
            Map.entry("k8s.kustomization.ready", 0.0),
            Map.entry("k8s.kustomization.suspended", 1.0));
    assertThat(told.get("helm-release:test/rag/milvus")).doesNotContainKey("k8s.helmrelease.ready");
    assertThat(told.get("pg-cluster:test/rag/pg"))
        .containsEntry("k8s.cnpg.instances.desired", 3.0)
        .containsEntry("k8s.cnpg.instances.ready", 2.0)
        .containsEntry("k8s.cnpg.primary.switching", 1.0);
  }

  @Test
  void aChangeAndAnEndComeByTheWatch() {
    cluster.put(ROLLOUT.formatted("Progressing"));
    String rollout = "rollout:test/rag/search";
    until(all -> all.containsKey(rollout));
    cluster.put(ROLLOUT.formatted("Healthy"));
    until(all -> all.getOrDefault(rollout, Map.of()).getOrDefault("k8s.rollout.healthy", 0.0) == 1);
    cluster.delete(ROLLOUT.formatted("Healthy"));
    until(Map::isEmpty);
    assertThat(cluster.asked("/rollouts"))
        .filteredOn(path -> path.contains("watch=true"))
        .as("with bookmarks")
        .hasSize(1)
        .allMatch(path -> path.contains("allowWatchBookmarks=true"));
  }

  @Test
  void anOperationOfArgoCdIsToldAsItsWebhookTellsIt() {
    Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    cluster.put(application(began, "Running", "Progressing", began));
    until(all -> !changes.isEmpty());
    cluster.put(application(began, "Succeeded", "Healthy", began.plusSeconds(1)));
    until(all -> changes.size() == 2);
    cluster.put(application(began, "Succeeded", "Healthy", began.plusSeconds(2)));
    cluster.put(ROLLOUT.formatted("Healthy"));
    until(all -> all.containsKey("rollout:test/rag/search"));
    assertThat(changes).as("that it was looked at again is no news").hasSize(2);
    assertThat(changes)
        .extracting(Change::state)
        .containsExactly(Change.State.BEGUN, Change.State.FINISHED);
    byte[] webhook =
        Serialization.asJson(
                Map.of(
                    "app",
                    Serialization.unmarshal(
                        application(began, "Succeeded", "Healthy", began.plusSeconds(1)),
                        GenericKubernetesResource.class)))
            .getBytes(UTF_8);
    assertThat(ArgoCd.translate(webhook, began.toEpochMilli(), entity -> "rag"))
        .isEqualTo(new Told.Changed(changes.get(1)));
    assertThat(changes.get(0).id()).isEqualTo(changes.get(1).id());
  }

  @Test
  void aRolloutIsToldAsItBeginsAndAsItEndsAndAScalingIsNone() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    cluster.put(deployment(7, 2, 1, "True", "ReplicaSetUpdated", now));
    until(all -> changes.size() == 1);
    cluster.put(deployment(7, 2, 3, "True", "NewReplicaSetAvailable", now.plusSeconds(9)));
    until(all -> changes.size() == 2);
    cluster.put(deployment(8, 2, 4, "True", "NewReplicaSetAvailable", now.plusSeconds(9)));
    until(all -> all.getOrDefault(SEARCH, Map.of()).containsValue(4.0));
    assertThat(changes).as("another number of replicas is no rollout").hasSize(2);
    cluster.put(deployment(9, 3, 1, "False", "ProgressDeadlineExceeded", now.plusSeconds(99)));
    until(all -> changes.size() == 3);
    assertThat(changes)
        .extracting(Change::kind, Change::state, change -> change.entity().text())
        .containsExactly(
            tuple("rollout", Change.State.BEGUN, SEARCH),
            tuple("rollout", Change.State.FINISHED, SEARCH),
            tuple("rollout", Change.State.FAILED, SEARCH));
    assertThat(changes.get(1).id()).isEqualTo(changes.get(0).id());
    assertThat(changes.get(2).id()).isNotEqualTo(changes.get(0).id());
    Change course = changes.get(1).continuing(changes.get(0));
    assertThat(course.beganMillis()).isEqualTo(now.toEpochMilli());
    assertThat(course.summary())
        .isEqualTo("Rollout of search to shop/search:1.8 (revision 2) is done");
    assertThat(changes.get(2).summary()).endsWith("(revision 3) has failed: as the test has it");
  }

  /** Another revision whose condition is still that of the one before is not done. */
  @Test
  void whatTheControllerHasNotSeenYetIsNotSaidToBeDone() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    cluster.put(deployment(7, 2, 1, "True", "NewReplicaSetAvailable", now));
    cluster.put(MockCluster.real("deployment.json"));
    until(all -> all.containsKey(SEARCH) && all.containsKey("deployment:test/rag/web"));
    assertThat(changes).as("nor is what was over long ago").isEmpty();
  }

  private static String deployment(
      int generation, int revision, int updated, String status, String reason, Instant at) {
    int replicas = generation == 8 ? 4 : 3;
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          {name: search, namespace: rag, uid: u1, generation: %1$d, annotations: {deployment.kubernetes.io/revision: "%2$d"}}
        spec:
          replicas: %3$d
          selector: {matchLabels: {app: search}}
          template:
            metadata: {labels: {app: search}}
            spec: {containers: [{name: search, image: "shop/search:1.8"}]}
        status:
          observedGeneration: %1$d
          replicas: %3$d
          updatedReplicas: %4$d
          conditions:
            - {type: Progressing, status: "%5$s", reason: %6$s, message: as the test has it, lastUpdateTime: "%7$s"}
        """
        .formatted(generation, revision, replicas, updated, status, reason, at);
  }

  @Test
  void warningsAreLinesOfWhatTheyAreAboutOneForEachTimeTheyCome() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    cluster.put(event("old", POD_ABOUT, "Warning", 1, now.minusSeconds(90)));
    cluster.put(event("pulled", POD_ABOUT, "Normal", 1, now));
    cluster.put(event("stuck", POD_ABOUT, "Warning", 1, now));
    until(all -> lines.size() == 1);
    cluster.delete(event("old", POD_ABOUT, "Warning", 1, now));
    cluster.delete(event("pulled", POD_ABOUT, "Normal", 1, now));
    cluster.put(event("stuck", POD_ABOUT, "Warning", 5, now));
    cluster.put(
        event(
            "sync",
            "HelmRelease, name: m, apiVersion: helm.toolkit.fluxcd.io/v2",
            "Warning",
            1,
            now));
    cluster.put(ROLLOUT.formatted("Healthy"));
    until(all -> lines.size() >= 3 && all.containsKey("rollout:test/rag/search"));
    assertThat(lines)
        .extracting(line -> line.entity().text())
        .containsExactlyInAnyOrder(
            "pod:test/rag/web-0", "pod:test/rag/web-0", "helm-release:test/rag/m");
    LogEntry first = lines.get(0);
    assertThat(first.body()).isEqualTo("FailedMount: 0/3 nodes are available");
    assertThat(first.level()).isEqualTo(LogEntry.Level.WARN);
    assertThat(first.timeMillis()).isEqualTo(now.toEpochMilli());
    assertThat(first.attributes())
        .containsOnly(
            Map.entry("count", "1"),
            Map.entry("reason", "FailedMount"),
            Map.entry("source", "kubelet"));
    assertThat(lines).extracting(line -> line.attributes().get("count")).contains("5");
  }

  private static String event(String name, String about, String type, int count, Instant at) {
    return """
        apiVersion: v1
        kind: Event
        metadata: {name: %s}
        involvedObject: {kind: %s, namespace: rag}
        type: %s
        reason: FailedMount
        message: "0/3 nodes are available\\n"
        count: %d
        source: {component: kubelet}
        firstTimestamp: '2026-01-01T00:00:00Z'
        lastTimestamp: '%s'
        """
        .formatted(name, about, type, count, at);
  }

  @Test
  void anOperationThatWasOverLongAgoIsNotTold() {
    Instant began = Instant.now().minusSeconds(7_200).truncatedTo(ChronoUnit.SECONDS);
    cluster.put(application(began, "Succeeded", "Healthy", began.plusSeconds(10)));
    until(all -> all.containsKey("argo-application:test/rag/web"));
    assertThat(changes).isEmpty();
  }

  private static String application(Instant began, String phase, String health, Instant looked) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: web}
        spec: {destination: {namespace: rag, server: 'https://kubernetes.default.svc'}}
        status:
          health: {status: %s}
          sync: {status: Synced}
          reconciledAt: '%s'
          operationState:
            phase: %s
            startedAt: '%s'
            operation: {initiatedBy: {username: ada}, sync: {revision: abc123}}
        """
        .formatted(health, looked, phase, began);
  }

  @Test
  void aKindThatIsNotInstalledIsWaitedForWhileTheOthersAreTold() {
    cluster.uninstall("/apis/argoproj.io/");
    cluster.put(STATEFUL_SET.formatted("milvus"));
    String set = "statefulset:test/rag/milvus";
    assertThat(until(all -> all.containsKey(set))).containsOnlyKeys(set);
    cluster.install("/apis/argoproj.io/");
    cluster.put(ROLLOUT.formatted("Healthy"));
    until(all -> all.containsKey("rollout:test/rag/search"));
  }

  @Test
  void aKindThatMayBeListedButNotWatchedKeepsNothingElseFromBeingTold() {
    cluster.forbidWatching("/pods");
    cluster.put(MockCluster.real("pod.json"));
    cluster.put(STATEFUL_SET.formatted("milvus"));
    assertThat(until(all -> !all.isEmpty())).containsOnlyKeys("statefulset:test/rag/milvus");
  }

  @Test
  void aKindWithMoreObjectsThanAreKeptIsNotTold() {
    for (int i = 0; i <= MOST; i++) {
      cluster.put(STATEFUL_SET.formatted("set" + i));
    }
    cluster.put(ROLLOUT.formatted("Healthy"));
    assertThat(until(all -> !all.isEmpty())).containsOnlyKeys("rollout:test/rag/search");
  }

  @Test
  void ofAPodOnlyTheNodeIsKept() {
    Pod kept = Serialization.unmarshal(MockCluster.real("pod.json"), Pod.class);
    new Pods().lighten(kept);
    assertThat(kept.getSpec().getNodeName()).isEqualTo("node-a");
    assertThat(kept.getSpec().getContainers()).isEmpty();
    assertThat(kept.getMetadata().getAnnotations()).isEmpty();
  }

  private Map<String, Map<String, Double>> until(
      Predicate<Map<String, Map<String, Double>>> wanted) {
    return new Rounds(watch, log, changes, lines).until(wanted);
  }
}
