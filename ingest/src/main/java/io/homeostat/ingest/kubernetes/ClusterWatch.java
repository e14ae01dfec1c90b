package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.schemas.targets.KubernetesTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of one namespace, round by round, as long as its watches vouch for what they know. */
final class ClusterWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterWatch.class);

  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);
  private static final int MOST_OBJECTS = 10_000;

  private final KubernetesTarget target;
  private final KubernetesClient client;
  private final DoorPublisher publisher;
  private final ObjectChanges changes;
  private final ObjectLines lines;
  private final List<KindWatch<?>> kinds;
  private String trouble = "";

  /**
   * Watches nothing yet.
   *
   * @param systems the system that an entity belongs to, once the topology is known
   * @throws IOException when the account's token can't be read
   */
  ClusterWatch(
      KubernetesTarget target,
      DoorPublisher publisher,
      Supplier<Optional<Function<EntityId, String>>> systems)
      throws IOException {
    this(target, publisher, systems, ASK_AGAIN, MOST_OBJECTS);
  }

  /**
   * With other limits.
   *
   * @param askAgain how long until a kind is asked for again that was not to be had
   * @param most how many objects of a kind there may be
   */
  ClusterWatch(
      KubernetesTarget target,
      DoorPublisher publisher,
      Supplier<Optional<Function<EntityId, String>>> systems,
      Duration askAgain,
      int most)
      throws IOException {
    this.target = target;
    this.client = Clients.watching(target);
    this.publisher = publisher;
    this.changes = new ObjectChanges(publisher, target.scope(), systems);
    this.lines = new ObjectLines(publisher, target.scope());
    this.kinds = new ArrayList<>();
    WatchedKinds.ALL.forEach(
        kind -> kinds.add(new KindWatch<>(kind, client, target.namespace(), askAgain, most)));
  }

  /**
   * One round: all samples are told, or none; changes and lines are told at any rate.
   *
   * @return completes when the log has it; with a failure when it can't be told or was not taken
   */
  CompletableFuture<Void> round(long nowMillis) {
    try {
      List<CompletableFuture<?>> telling = new ArrayList<>();
      for (MetricFrame frame : frames(nowMillis, telling)) {
        telling.add(publisher.publish(Stream.METRICS, frame.entity().text(), frame));
      }
      tellTrouble("");
      return CompletableFuture.allOf(telling.toArray(CompletableFuture<?>[]::new));
    } catch (StaleWatchException | KubernetesClientException e) {
      tellTrouble(String.valueOf(e.getMessage()));
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    kinds.forEach(KindWatch::close);
    client.close();
  }

  /** Of all kinds, each of which is set about before one that is not ready yet ends the round. */
  private List<MetricFrame> frames(long nowMillis, List<CompletableFuture<?>> telling)
      throws StaleWatchException {
    List<MetricFrame> frames = new ArrayList<>();
    Optional<StaleWatchException> stale = Optional.empty();
    for (KindWatch<?> kind : kinds) {
      try {
        frames.addAll(frames(kind, nowMillis, telling));
      } catch (StaleWatchException e) {
        stale = Optional.of(stale.orElse(e));
      }
    }
    if (stale.isPresent()) {
      throw stale.get();
    }
    return frames;
  }

  private <T extends HasMetadata> List<MetricFrame> frames(
      KindWatch<T> watch, long nowMillis, List<CompletableFuture<?>> telling)
      throws StaleWatchException {
    List<MetricFrame> frames = new ArrayList<>();
    Optional<List<T>> objects = watch.objects();
    objects.ifPresent(all -> telling.addAll(changes.tell(watch.kind(), all, nowMillis)));
    objects.ifPresent(all -> telling.addAll(lines.tell(watch.kind(), all, nowMillis)));
    for (T object : objects.orElse(List.of())) {
      SortedMap<String, Double> series = watch.kind().series(object);
      if (!series.isEmpty()) {
        frames.add(
            new MetricFrame(
                watch.kind().entity(target.scope(), object),
                nowMillis,
                nowMillis,
                SeriesNames.of(List.copyOf(series.keySet())),
                series.values().stream().mapToDouble(Double::doubleValue).toArray()));
      }
    }
    return frames;
  }

  private void tellTrouble(String now) {
    if (!now.equals(trouble)) {
      trouble = now;
      if (now.isEmpty()) {
        log.info("{} of cluster {} is watched", target.namespace(), target.name());
      } else {
        log.warn("{} of cluster {} is not watched: {}", target.namespace(), target.name(), now);
      }
    }
  }
}
