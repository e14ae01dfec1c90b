package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.schemas.topics.DoorPublisher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lines that watched objects are: each is told once in each of its versions. What was over more
 * than a minute before it was first seen is not told: it was told when it happened, or nobody was
 * there.
 */
final class ObjectLines {
  private static final long YOUNG_MILLIS = 60_000;

  private final DoorPublisher publisher;
  private final List<String> scope;
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  /**
   * Nothing was seen yet.
   *
   * @param scope the cluster and the namespace
   */
  ObjectLines(DoorPublisher publisher, List<String> scope) {
    this.publisher = publisher;
    this.scope = List.copyOf(scope);
  }

  /**
   * Tells what is new in the objects of one kind, where they are lines.
   *
   * @return completes when the log has it; what it has not taken is told again
   */
  <T extends HasMetadata> List<CompletableFuture<?>> tell(
      WatchedKind<T> kind, List<T> objects, long nowMillis) {
    List<CompletableFuture<?>> telling = new ArrayList<>();
    Optional<WatchedKind.Lines<T>> lines = kind.lines();
    if (lines.isEmpty()) {
      return telling;
    }
    String prefix = kind.entityKind() + "/";
    Set<String> there = new HashSet<>();
    for (T object : objects) {
      String key = prefix + object.getMetadata().getName();
      String version = String.valueOf(object.getMetadata().getResourceVersion());
      there.add(key);
      if (!version.equals(versions.get(key))) {
        Optional<LogEntry> line =
            lines
                .get()
                .of(scope, object, nowMillis)
                .filter(each -> nowMillis - each.timeMillis() <= YOUNG_MILLIS);
        if (line.isPresent()) {
          telling.add(
              publisher
                  .publish(Stream.LOGS, line.get().entity().text(), line.get())
                  .thenRun(() -> versions.put(key, version)));
        } else {
          versions.put(key, version);
        }
      }
    }
    versions.keySet().removeIf(key -> key.startsWith(prefix) && !there.contains(key));
    return telling;
  }
}
