package io.homeostat.ingest.milvus;

import static io.homeostat.ingest.probe.Labels.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.milvus.PrometheusText.Sample;
import io.homeostat.ingest.probe.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What Milvus answers as samples. */
final class MilvusSamples {
  private static final String LOADED = "LoadStateLoaded";
  private static final String FINISHED = "Finished";
  private static final String FAILED = "Failed";

  /** Counters of the proxies, added up over them, by the collection that they are of. */
  private static final Map<String, String> COUNTERS =
      Map.of(
          "milvus_proxy_search_vectors_count", "milvus.searches",
          "milvus_proxy_insert_vectors_count", "milvus.inserts",
          "milvus_proxy_upsert_vectors_count", "milvus.upserts",
          "milvus_proxy_delete_vectors_count", "milvus.deletes");

  private MilvusSamples() {}

  /** Tells whether a collection is loaded, so that it can be searched. */
  static void load(JsonNode data, EntityId collection, Samples samples) {
    samples.flag(collection, "milvus.loaded", data.path("loadState").asText().equals(LOADED));
    samples.gauge(
        collection, "milvus.load_progress", data.path("loadProgress").asDouble(Double.NaN));
  }

  /** Tells how many rows a collection has. */
  static void rows(JsonNode data, EntityId collection, Samples samples) {
    samples.gauge(collection, "milvus.rows", data.path("rowCount").asDouble(Double.NaN));
  }

  /** Tells how far an index is. */
  static void index(JsonNode data, EntityId collection, Samples samples) {
    for (JsonNode one : data) {
      String name = one.path("indexName").asText();
      String state = one.path("indexState").asText();
      tell(collection, "milvus.index.total_rows", name, one.path("totalRows"), samples);
      tell(collection, "milvus.index.indexed_rows", name, one.path("indexedRows"), samples);
      tell(collection, "milvus.index.pending_rows", name, one.path("pendingRows"), samples);
      samples.flag(
          collection, series("milvus.index.finished", "index", name), state.equals(FINISHED));
      samples.flag(collection, series("milvus.index.failed", "index", name), state.equals(FAILED));
    }
  }

  /**
   * Tells the metrics: searches and changes of each collection of the database, failed requests and
   * the latency of searches of the server.
   *
   * @param collection names a collection's entity
   * @param before the searches' buckets at the reading before
   * @return the searches' buckets now
   */
  static Optional<Buckets> metrics(
      PrometheusText text,
      String database,
      EntityId server,
      Function<String, EntityId> collection,
      Optional<Buckets> before,
      Samples samples) {
    Map<String, Map<String, Double>> byCollection = new TreeMap<>();
    COUNTERS.forEach(
        (metric, series) ->
            text.of(metric).stream()
                .filter(sample -> ofDatabase(sample, database))
                .forEach(
                    sample ->
                        byCollection
                            .computeIfAbsent(sample.label("collection_name"), k -> new TreeMap<>())
                            .merge(series, sample.value(), Double::sum)));
    byCollection.forEach(
        (name, counters) ->
            counters.forEach(
                (series, total) ->
                    samples.counterFromNothing(
                        name.isEmpty() ? server : collection.apply(name), series, total)));
    samples.counter(
        server,
        "milvus.requests.failed",
        text.of("milvus_proxy_req_count").stream()
            .filter(sample -> sample.label("status").equals("fail"))
            .mapToDouble(Sample::value)
            .sum());
    Optional<Buckets> now = searches(text);
    now.ifPresent(
        buckets ->
            before
                .flatMap(buckets::since)
                .ifPresent(
                    added ->
                        Buckets.QUANTILES.forEach(
                            (suffix, rank) ->
                                added
                                    .quantile(rank)
                                    .ifPresent(
                                        value ->
                                            samples.gauge(
                                                server, "milvus.search_time" + suffix, value)))));
    return now;
  }

  /** The buckets of all proxies' and collections' searches, in milliseconds, added up. */
  private static Optional<Buckets> searches(PrometheusText text) {
    Map<Double, Double> cumulative = new TreeMap<>();
    text.of("milvus_proxy_sq_latency_bucket").stream()
        .filter(sample -> sample.label("query_type").equals("search"))
        .filter(sample -> !Double.isNaN(bound(sample)))
        .forEach(sample -> cumulative.merge(bound(sample), sample.value(), Double::sum));
    if (!cumulative.containsKey(Double.POSITIVE_INFINITY)) {
      return Optional.empty();
    }
    List<Double> bounds = new ArrayList<>(cumulative.keySet());
    long[] counts = new long[bounds.size()];
    double below = 0;
    for (int i = 0; i < counts.length; i++) {
      double upTo = cumulative.getOrDefault(bounds.get(i), below);
      counts[i] = Math.round(upTo - below);
      below = upTo;
    }
    double[] finite =
        bounds.subList(0, bounds.size() - 1).stream().mapToDouble(Double::doubleValue).toArray();
    return Buckets.of(finite, counts);
  }

  private static double bound(Sample sample) {
    try {
      return Double.parseDouble(sample.label("le").replace("Inf", "Infinity"));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Releases before 2.4 do not say the database: then it is the only one that can be meant. */
  private static boolean ofDatabase(Sample sample, String database) {
    String told = sample.label("db_name");
    return told.isEmpty() || told.equals(database);
  }

  private static void tell(
      EntityId collection, String name, String index, JsonNode value, Samples samples) {
    samples.gauge(collection, series(name, "index", index), value.asDouble(Double.NaN));
  }
}
