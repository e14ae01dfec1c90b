package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.deployment.Told;
import io.homeostat.schemas.topics.DoorPublisher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What watched objects say was changed: each word of it is told once, as the change that a webhook
 * tells, too. Of a change that was over more than an hour before it was first seen, nothing is
 * told.
 */
final class ObjectChanges {
  private static final Logger log = LoggerFactory.getLogger(ObjectChanges.class);
  private static final long YOUNG_MILLIS = 3_600_000;

  private final DoorPublisher publisher;
  private final List<String> scope;
  private final Supplier<Optional<Function<EntityId, String>>> systems;
  private final Map<String, Word> words = new ConcurrentHashMap<>();

  /**
   * The last word of an object.
   *
   * @param version the object's version that it was read of
   * @param change what was told last, if anything was
   */
  private record Word(String version, Optional<Change> change) {
    /** Whether a change says nothing but that it was looked at again. */
    boolean says(Change now) {
      return change
          .filter(
              before ->
                  before.id().equals(now.id())
                      && before.state() == now.state()
                      && before.delivery().equals(now.delivery())
                      && before.summary().equals(now.summary()))
          .isPresent();
    }
  }

  /**
   * Nothing was seen yet.
   *
   * @param scope the cluster and the namespace
   * @param systems the system that an entity belongs to, once the topology is known
   */
  ObjectChanges(
      DoorPublisher publisher,
      List<String> scope,
      Supplier<Optional<Function<EntityId, String>>> systems) {
    this.publisher = publisher;
    this.scope = List.copyOf(scope);
    this.systems = systems;
  }

  /**
   * Tells what is new in the objects of one kind, where they tell of changes.
   *
   * @return completes when the log has it; what it has not taken is told again
   */
  <T extends HasMetadata> List<CompletableFuture<?>> tell(
      WatchedKind<T> kind, List<T> objects, long nowMillis) {
    List<CompletableFuture<?>> telling = new ArrayList<>();
    Optional<WatchedKind.Changes<T>> changes = kind.changes();
    Optional<Function<EntityId, String>> systemOf = systems.get();
    if (changes.isEmpty() || systemOf.isEmpty()) {
      return telling;
    }
    String prefix = kind.entityKind() + "/";
    Set<String> there = new HashSet<>();
    for (T object : objects) {
      String key = prefix + object.getMetadata().getName();
      String version = String.valueOf(object.getMetadata().getResourceVersion());
      there.add(key);
      Word before = words.getOrDefault(key, new Word("", Optional.empty()));
      if (!before.version.equals(version)) {
        Told told = changes.get().of(scope, object, nowMillis, systemOf.get());
        telling.add(tell(key, version, before, told, nowMillis));
      }
    }
    words.keySet().removeIf(key -> key.startsWith(prefix) && !there.contains(key));
    return telling;
  }

  private CompletableFuture<?> tell(
      String key, String version, Word before, Told told, long nowMillis) {
    if (told instanceof Told.Changed changed && isNews(before, changed.change(), nowMillis)) {
      Change change = changed.change();
      return publisher
          .publish(Stream.SIGNALS, change.system(), change)
          .thenRun(() -> words.put(key, new Word(version, Optional.of(change))));
    }
    if (told instanceof Told.Malformed wrong) {
      log.warn("{} in version {} is not understood: {}", key, version, wrong.reason());
    }
    words.put(key, new Word(version, before.change));
    return CompletableFuture.completedFuture(null);
  }

  private static boolean isNews(Word before, Change now, long nowMillis) {
    boolean over = now.state() != Change.State.BEGUN;
    boolean old = over && nowMillis - now.updatedMillis() > YOUNG_MILLIS;
    return !before.says(now) && !(old && before.change.isEmpty());
  }
}
