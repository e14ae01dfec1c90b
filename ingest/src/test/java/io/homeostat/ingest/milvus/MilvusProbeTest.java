package io.homeostat.ingest.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.ingest.probe.ProbeLog;
import io.homeostat.ingest.probe.ProbeLog.Told;
import io.homeostat.schemas.targets.MilvusTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the answers that Milvus' documents give; no Milvus is at hand. */
class MilvusProbeTest {
  private static final String SERVER = "milvus:test/rag";
  private static final String DOCUMENTS = "collection:test/rag/documents";
  private static final String METRICS =
      """
      # HELP milvus_proxy_search_vectors_count counter of vectors successfully searched
      # TYPE milvus_proxy_search_vectors_count counter
      milvus_proxy_search_vectors_count{collection_name="documents",db_name="default",node_id="1"} %d
      milvus_proxy_search_vectors_count{collection_name="documents",db_name="default",node_id="2"} 5
      milvus_proxy_search_vectors_count{collection_name="documents",db_name="other",node_id="1"} 1000
      milvus_proxy_insert_vectors_count{collection_name="documents",db_name="default",node_id="1"} 7
      milvus_proxy_req_count{function_name="Search",status="fail",node_id="1"} %d
      milvus_proxy_req_count{function_name="Search",status="success",node_id="1"} 900
      milvus_proxy_sq_latency_bucket{query_type="search",node_id="1",le="10"} %d
      milvus_proxy_sq_latency_bucket{query_type="search",node_id="1",le="20"} %d
      milvus_proxy_sq_latency_bucket{query_type="search",node_id="1",le="+Inf"} %d
      milvus_proxy_sq_latency_bucket{query_type="query",node_id="1",le="+Inf"} 99
      go_goroutines 12
      """;

  private final ProbeLog log = new ProbeLog();
  private final MilvusServer server = started();

  @BeforeEach
  void answer() {
    server
        .answers("collections/list", "{\"code\":0,\"data\":[\"documents\"]}")
        .answers(
            "collections/get_load_state documents",
            "{\"code\":0,\"data\":{\"loadProgress\":100,\"loadState\":\"LoadStateLoaded\",\"message\":\"\"}}")
        .answers("collections/get_stats documents", "{\"code\":0,\"data\":{\"rowCount\":1200}}")
        .answers("indexes/list documents", "{\"code\":0,\"data\":[\"embedding\"]}")
        .answers(
            "indexes/describe documents",
            """
            {"code":0,"data":[{"failReason":"","fieldName":"embedding","indexName":"embedding",
              "indexState":"InProgress","indexType":"HNSW","indexedRows":800,"metricType":"COSINE",
              "pendingRows":400,"totalRows":1200}]}
            """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCollectionIsToldWithItsRowsItsLoadAndItsIndexes() {
    Told told = log.round(probe(server.target(Optional.empty(), Optional.empty())));
    assertThat(told.of(SERVER))
        .containsEntry("milvus.up", 1.0)
        .containsEntry("milvus.collections", 1.0)
        .containsEntry("probe.failures", 0.0)
        .containsKeys("milvus.latency", "probe.duration");
    assertThat(told.of(DOCUMENTS))
        .containsEntry("milvus.rows", 1_200.0)
        .containsEntry("milvus.loaded", 1.0)
        .containsEntry("milvus.load_progress", 100.0)
        .containsEntry("milvus.index.indexed_rows{index=\"embedding\"}", 800.0)
        .containsEntry("milvus.index.pending_rows{index=\"embedding\"}", 400.0)
        .containsEntry("milvus.index.finished{index=\"embedding\"}", 0.0)
        .containsEntry("milvus.index.failed{index=\"embedding\"}", 0.0);
  }

  @Test
  void searchesAreToldAsTheirIncreaseAndTheirTimeByWhatWasAdded() {
    MilvusProbe probe = probe(server.target(Optional.empty(), Optional.empty()));
    server.tells(METRICS.formatted(100, 3, 50, 60, 60));
    assertThat(log.round(probe).of(DOCUMENTS)).doesNotContainKey("milvus.searches");
    server.tells(METRICS.formatted(140, 5, 50, 100, 100));
    Told told = log.round(probe);
    assertThat(told.of(DOCUMENTS))
        .containsEntry("milvus.searches", 40.0)
        .containsEntry("milvus.inserts", 0.0);
    assertThat(told.of(SERVER)).containsEntry("milvus.requests.failed", 2.0);
    assertThat(told.value(SERVER, "milvus.search_time.p50")).isCloseTo(15, within(0.01));
    assertThat(told.value(SERVER, "milvus.search_time.p99")).isCloseTo(19.9, within(0.01));
  }

  @Test
  void theCollectionsThatThereAreAreFound() {
    EntityId documents = EntityId.parse(DOCUMENTS);
    EntityId milvus = EntityId.parse(SERVER);
    assertThat(MilvusCollections.look(server.target(Optional.empty(), Optional.empty())))
        .isEqualTo(
            new Finding.Seen(
                "milvus test/rag",
                Set.of(milvus, documents),
                Set.of(new Edge(documents, Edge.Kind.RUNS_ON, milvus))));
    server.answers("collections/list", "{\"code\":65535,\"message\":\"not ready\"}");
    assertThat(MilvusCollections.look(server.target(Optional.empty(), Optional.empty())))
        .isEqualTo(new Finding.Unseen("milvus test/rag", "collections/list: not ready"));
  }

  @Test
  void whatIsRefusedIsAbsentAndTheRestIsTold() {
    server.answers("collections/list", "{\"code\":200,\"data\":[\"documents\",\"gone\"]}");
    Told told = log.round(probe(server.target(Optional.empty(), Optional.empty())));
    assertThat(told.of(DOCUMENTS)).containsEntry("milvus.rows", 1_200.0);
    assertThat(told.of("collection:test/rag/gone")).isEmpty();
    assertThat(told.of(SERVER))
        .containsEntry("milvus.up", 1.0)
        .containsEntry("probe.failures", 1.0);
  }

  @Test
  void aUserShowsItsPasswordAndOneWithoutIsNotLetIn(@TempDir Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "word\n");
    server.asksFor("probe:word");
    assertThat(
            log.round(probe(server.target(Optional.of("probe"), Optional.of(password)))).of(SERVER))
        .containsEntry("milvus.up", 1.0);
    Map<String, Double> refused =
        log.round(probe(server.target(Optional.empty(), Optional.empty()))).of(SERVER);
    assertThat(refused).containsEntry("milvus.up", 0.0);
  }

  @Test
  void aServerThatIsNotThereIsDownAndNothingElseIsToldOfIt() {
    MilvusTarget there = server.target(Optional.empty(), Optional.empty());
    MilvusTarget nowhere =
        new MilvusTarget(
            there.name(),
            URI.create("http://127.0.0.1:1"),
            there.metrics(),
            there.database(),
            there.user(),
            there.secret());
    Told told = log.round(probe(nowhere));
    assertThat(told.entities()).containsExactly(SERVER);
    assertThat(told.of(SERVER)).containsOnlyKeys("milvus.up", "probe.duration");
  }

  private MilvusProbe probe(MilvusTarget target) {
    return new MilvusProbe(target, 2_000, log.teller(), log.clock());
  }

  private static MilvusServer started() {
    try {
      return MilvusServer.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
