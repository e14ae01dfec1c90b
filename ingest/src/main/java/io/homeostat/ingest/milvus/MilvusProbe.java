package io.homeostat.ingest.milvus;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.milvus.MilvusApi.RefusedException;
import io.homeostat.ingest.probe.Pace;
import io.homeostat.ingest.probe.Probing;
import io.homeostat.ingest.probe.Samples;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.schemas.targets.MilvusTarget;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads one database of a Milvus server, round by round. Each round lists its collections, which is
 * also how long an answer takes; each 10 s come the metrics, and the 20 collections that were
 * looked at the longest ago. Vectors and rows are never read.
 */
final class MilvusProbe implements Probing {
  private static final long SELDOM_MILLIS = 10_000;
  private static final int MOST_A_TURN = 20;
  private static final int MOST_COLLECTIONS = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final MilvusTarget target;
  private final EntityId server;
  private final MilvusApi api;
  private final Teller teller;
  private final InstantSource clock;
  private final Pace pace;
  private final Samples.Counters counters = new Samples.Counters();
  private final Map<String, Long> lookedAt = new HashMap<>();
  private Optional<Buckets> searches = Optional.empty();
  private long seldomAtMillis = Long.MIN_VALUE;
  private volatile boolean ended;

  MilvusProbe(MilvusTarget target, long intervalMillis, Teller teller, InstantSource clock) {
    this.target = target;
    this.server = new EntityId("milvus", List.of(target.name().split("/")));
    this.api = new MilvusApi(target);
    this.teller = teller;
    this.clock = clock;
    this.pace = new Pace(intervalMillis);
  }

  /** What is asked of the server. */
  private interface Question {
    void ask() throws IOException, InterruptedException;
  }

  @Override
  public long round() {
    if (ended) {
      return SELDOM_MILLIS;
    }
    long atMillis = clock.millis();
    long begin = System.nanoTime();
    Samples samples = new Samples(counters, atMillis);
    try {
      teller.trouble(read(atMillis, samples));
    } catch (IOException e) {
      teller.trouble(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      counters.clear();
      searches = Optional.empty();
      samples = new Samples(counters, atMillis);
      samples.gauge(server, "milvus.up", 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SELDOM_MILLIS;
    }
    double cost = (System.nanoTime() - begin) / NANOS_PER_MILLI;
    samples.gauge(server, "probe.duration", cost);
    teller.tell(samples);
    return pace.pauseMillis(cost, cost);
  }

  /**
   * Reads what is due.
   *
   * @return what was refused; empty when nothing was
   * @throws IOException when the server does not answer
   */
  private String read(long atMillis, Samples samples) throws IOException, InterruptedException {
    List<String> refused = new ArrayList<>();
    long asked = System.nanoTime();
    JsonNode names = api.ask("collections/list");
    long nanos = System.nanoTime() - asked;
    boolean busy = pace.opened(nanos);
    samples.gauge(server, "milvus.up", 1);
    samples.gauge(server, "milvus.latency", nanos / NANOS_PER_MILLI);
    samples.gauge(server, "milvus.collections", names.size());
    samples.flag(server, "probe.busy", busy);
    if (!busy && atMillis - SELDOM_MILLIS >= seldomAtMillis) {
      seldomAtMillis = atMillis;
      if (target.metrics().isPresent()) {
        part(refused, () -> metrics(samples));
      }
      for (String name : due(names)) {
        lookedAt.put(name, atMillis);
        part(refused, () -> look(name, samples));
      }
    }
    samples.gauge(server, "probe.failures", refused.size());
    return String.join("; ", refused);
  }

  private List<String> due(JsonNode names) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(name.asText()));
    lookedAt.keySet().retainAll(all);
    return all.stream()
        .filter(name -> !name.isEmpty())
        .limit(MOST_COLLECTIONS)
        .sorted(Comparator.comparingLong(name -> lookedAt.getOrDefault(name, 0L)))
        .limit(MOST_A_TURN)
        .toList();
  }

  private void metrics(Samples samples) throws IOException, InterruptedException {
    samples.begin("metrics");
    searches =
        MilvusSamples.metrics(
            api.metrics(target.metrics().orElseThrow()),
            target.database(),
            server,
            this::collection,
            searches,
            samples);
    samples.end("metrics");
  }

  private void look(String name, Samples samples) throws IOException, InterruptedException {
    EntityId entity = collection(name);
    MilvusSamples.load(
        api.ask("collections/get_load_state", "collectionName", name), entity, samples);
    MilvusSamples.rows(api.ask("collections/get_stats", "collectionName", name), entity, samples);
    for (JsonNode index : api.ask("indexes/list", "collectionName", name)) {
      MilvusSamples.index(
          api.ask("indexes/describe", "collectionName", name, "indexName", index.asText()),
          entity,
          samples);
    }
  }

  private EntityId collection(String name) {
    List<String> path = new ArrayList<>(List.of(target.name().split("/")));
    path.add(name);
    return new EntityId("collection", path);
  }

  private static void part(List<String> refused, Question question)
      throws IOException, InterruptedException {
    try {
      question.ask();
    } catch (RefusedException e) {
      refused.add(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void end() {
    ended = true;
  }
}
