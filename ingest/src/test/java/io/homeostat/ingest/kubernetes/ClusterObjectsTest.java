package io.homeostat.ingest.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.schemas.targets.KubernetesTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Against an API server that answers lists, and nothing else. */
class ClusterObjectsTest {
  private static final Load YAML = new Load(LoadSettings.builder().build());
  private static final String NAMESPACE = "/namespaces/rag/";
  private static final Map<String, String> LISTS =
      Map.of(
          "/apis/apps/v1" + NAMESPACE + "deployments",
          """
          {kind: DeploymentList, apiVersion: apps/v1, items: [
            {metadata: {name: retriever, annotations: {homeostat.io/depends-on: 'pg-database:demo/rag/rag, nonsense'}},
             spec: {selector: {matchLabels: {app: retriever}}, template: {metadata: {labels: {app: retriever, tier: web}}}}}]}
          """,
          "/apis/apps/v1" + NAMESPACE + "statefulsets",
          """
          {kind: StatefulSetList, apiVersion: apps/v1, items: [
            {metadata: {name: milvus}, spec: {template: {metadata: {labels: {app: milvus}}}}}]}
          """,
          "/apis/apps/v1" + NAMESPACE + "replicasets",
          """
          {kind: ReplicaSetList, apiVersion: apps/v1, items: [
            {metadata: {name: retriever-5f, ownerReferences: [
              {apiVersion: apps/v1, kind: Deployment, name: retriever, uid: a, controller: true}]}}]}
          """,
          "/api/v1" + NAMESPACE + "pods",
          """
          {kind: PodList, apiVersion: v1, items: [
            {metadata: {name: retriever-5f-x, ownerReferences: [
              {apiVersion: apps/v1, kind: ReplicaSet, name: retriever-5f, uid: b, controller: true}]}, spec: {nodeName: n1}},
            {metadata: {name: milvus-0, ownerReferences: [
              {apiVersion: apps/v1, kind: StatefulSet, name: milvus, uid: c, controller: true}]}, spec: {nodeName: n2}},
            {metadata: {name: pg-1, labels: {cnpg.io/cluster: pg}}, spec: {}}]}
          """,
          "/api/v1" + NAMESPACE + "services",
          """
          {kind: ServiceList, apiVersion: v1, items: [
            {metadata: {name: search}, spec: {selector: {app: retriever}}},
            {metadata: {name: outside}, spec: {type: ExternalName, externalName: example.org}}]}
          """);

  @TempDir private Path folder = Path.of("unset");
  private final Map<String, String> answers = new TreeMap<>(LISTS);
  private final HttpServer server = server();

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          String list = answers.get(exchange.getRequestURI().getPath());
          Object object = list == null ? Map.of("code", 403) : YAML.loadFromString(list);
          byte[] body = Serialization.asJson(object).getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(list == null ? 403 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void ownersLabelsAndSelectorsMakeEdges() throws IOException {
    Set<Edge> edges = edges(look());
    assertThat(edges)
        .containsExactlyInAnyOrder(
            edge("deployment:demo/rag/retriever", Edge.Kind.DEPENDS_ON, "pg-database:demo/rag/rag"),
            edge("pod:demo/rag/retriever-5f-x", Edge.Kind.PART_OF, "deployment:demo/rag/retriever"),
            edge("pod:demo/rag/retriever-5f-x", Edge.Kind.RUNS_ON, "node:demo/n1"),
            edge("pod:demo/rag/milvus-0", Edge.Kind.PART_OF, "statefulset:demo/rag/milvus"),
            edge("pod:demo/rag/milvus-0", Edge.Kind.RUNS_ON, "node:demo/n2"),
            edge("pod:demo/rag/pg-1", Edge.Kind.PART_OF, "pg-cluster:demo/rag/pg"),
            edge("service:demo/rag/search", Edge.Kind.RUNS_ON, "deployment:demo/rag/retriever"));
    assertThat(look())
        .allMatch(Finding.Seen.class::isInstance)
        .extracting(Finding::source)
        .containsExactly(
            "kubernetes demo/rag deployments",
            "kubernetes demo/rag statefulsets",
            "kubernetes demo/rag pods",
            "kubernetes demo/rag services");
  }

  @Test
  void aKindThatMayNotBeListedIsUnseenAndWhatNeedsItIsNotJudged() throws IOException {
    answers.remove("/apis/apps/v1" + NAMESPACE + "deployments");
    List<Finding> findings = look();
    assertThat(findings.get(0)).isInstanceOf(Finding.Unseen.class);
    assertThat(findings.get(3))
        .isInstanceOfSatisfying(
            Finding.Seen.class,
            services -> assertThat(services.unknownKinds()).containsExactly(Edge.Kind.RUNS_ON));
    answers.remove("/apis/apps/v1" + NAMESPACE + "replicasets");
    assertThat(look().get(2)).isInstanceOf(Finding.Unseen.class);
  }

  @Test
  void anApiServerThatIsNotThereIsUnseenInEveryKind() throws IOException {
    server.stop(0);
    assertThat(look()).hasSize(4).allMatch(Finding.Unseen.class::isInstance);
  }

  private List<Finding> look() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "secret");
    return ClusterObjects.look(
        new KubernetesTarget(
            "demo",
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            "rag",
            token,
            Optional.empty()));
  }

  private static Set<Edge> edges(List<Finding> findings) {
    Set<Edge> edges = new HashSet<>();
    findings.forEach(finding -> edges.addAll(((Finding.Seen) finding).edges()));
    return edges;
  }

  private static Edge edge(String from, Edge.Kind kind, String to) {
    return new Edge(EntityId.parse(from), kind, EntityId.parse(to));
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
