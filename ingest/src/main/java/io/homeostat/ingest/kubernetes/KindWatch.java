package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind of object in one namespace: fabric8's informer lists, watches, and lists again where the
 * watch has lost its place (410). An informer says when it knows that its watch is broken; a watch
 * that merely stays silent is found out by asking for an object and finding another version of it.
 * A kind that is not installed or may not be watched is told of once, and asked for again later.
 *
 * @param <T> the objects
 */
final class KindWatch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KindWatch.class);

  /** How long what is there already may take to come by the watch. */
  private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How often the wait for a kind that is not to be had doubles: from a minute to an hour. */
  private static final int MOST_DOUBLINGS = 6;

  /** Unauthorized to this, not there, not to be watched. */
  private static final Set<Integer> NOT_TO_BE_HAD = Set.of(403, 404, 405);

  private final WatchedKind<T> kind;
  private final KubernetesClient client;
  private final String namespace;
  private final long askAgainNanos;
  private final int most;
  private final Map<String, Long> missedSinceNanos = new TreeMap<>();
  private @Nullable Watching<T> watching;
  private volatile @Nullable String refused;
  private @Nullable Long absentSinceNanos;
  private int doublings;
  private String told = "";

  private record Watching<T extends HasMetadata>(
      SharedIndexInformer<T> informer, KindStore<T> store, long[] provenNanos) {}

  /**
   * Watches nothing yet.
   *
   * @param askAgain how long until a kind is asked for again that was not to be had; it doubles six
   *     times
   * @param most how many objects there may be
   */
  KindWatch(
      WatchedKind<T> kind, KubernetesClient client, String namespace, Duration askAgain, int most) {
    this.kind = kind;
    this.client = client;
    this.namespace = namespace;
    this.askAgainNanos = askAgain.toNanos();
    this.most = most;
  }

  WatchedKind<T> kind() {
    return kind;
  }

  /**
   * The objects as they are now; absent where the kind is not to be had and need not be.
   *
   * @throws StaleWatchException when the watch can't vouch for that
   * @throws KubernetesClientException when the API server does not answer
   */
  Optional<List<T>> objects() throws StaleWatchException {
    Long absent = absentSinceNanos;
    if (absent != null && System.nanoTime() - absent < askAgainNanos << doublings) {
      return Optional.empty();
    }
    try {
      Optional<List<T>> objects = watched();
      objects.ifPresent(
          seen -> {
            absentSinceNanos = null;
            doublings = 0;
            tell("");
          });
      return objects;
    } catch (KubernetesClientException e) {
      if (kind.needed() || !NOT_TO_BE_HAD.contains(e.getCode())) {
        throw e;
      }
      return absent(String.valueOf(e.getMessage()));
    }
  }

  private Optional<List<T>> watched() throws StaleWatchException {
    Watching<T> present = watching;
    if (present == null || !present.informer.isRunning()) {
      String why = refused;
      close();
      if (why != null && !kind.needed()) {
        return absent(why);
      }
      List<T> listed = listed();
      present = start();
      prove(present, listed);
    } else {
      boolean due =
          System.nanoTime() - present.provenNanos[0] >= kind.provenEach().toNanos()
              || !missedSinceNanos.isEmpty();
      if (due) {
        prove(present, listed());
      } else {
        live(present);
      }
    }
    if (present.store.overflowed()) {
      close();
      String why = "there are more than " + most + " of them";
      if (kind.needed()) {
        throw new StaleWatchException(why);
      }
      return absent(why);
    }
    return Optional.of(present.informer.getStore().list());
  }

  private List<T> listed() {
    return kind.objects(client, namespace)
        .list(new ListOptionsBuilder().withLimit(1L).build())
        .getItems();
  }

  private Watching<T> start() {
    KindStore<T> store = new KindStore<>(kind, most);
    SharedIndexInformer<T> fresh =
        kind.objects(client, namespace).runnableInformer(0).itemStore(store);
    fresh.exceptionHandler(
        (started, trouble) -> {
          log.debug("the watch of {}s in {} is to go on", kind.entityKind(), namespace, trouble);
          Optional<String> refusal = refusal(trouble);
          refusal.ifPresent(why -> refused = why);
          return refusal.isEmpty() || kind.needed();
        });
    Watching<T> begun = new Watching<>(fresh, store, new long[] {System.nanoTime()});
    watching = begun;
    var unused = fresh.start();
    return begun;
  }

  private static Optional<String> refusal(Throwable trouble) {
    for (Throwable each = trouble; each != null; each = each.getCause()) {
      if (each instanceof KubernetesClientException answer
          && NOT_TO_BE_HAD.contains(answer.getCode())) {
        return Optional.of(String.valueOf(answer.getMessage()));
      }
    }
    return Optional.empty();
  }

  private void live(Watching<T> watch) throws StaleWatchException {
    if (!watch.informer.hasSynced() || !watch.informer.isWatching()) {
      throw new StaleWatchException("the watch of " + kind.entityKind() + "s is being set up");
    }
  }

  private void prove(Watching<T> watch, List<T> listed) throws StaleWatchException {
    live(watch);
    List<String> behind = new ArrayList<>();
    for (T object : listed) {
      T seen = watch.store.get(watch.store.getKey(object));
      String version = object.getMetadata().getResourceVersion();
      if (seen == null || !version.equals(seen.getMetadata().getResourceVersion())) {
        behind.add(object.getMetadata().getName() + " in version " + version);
      }
    }
    long now = System.nanoTime();
    missedSinceNanos.keySet().retainAll(behind);
    behind.forEach(each -> missedSinceNanos.putIfAbsent(each, now));
    if (missedSinceNanos.values().stream().anyMatch(since -> now - since > LATEST_NANOS)) {
      close();
      throw new StaleWatchException("the watch has not seen " + behind + " in time");
    }
    if (behind.isEmpty()) {
      watch.provenNanos[0] = now;
    }
  }

  private Optional<List<T>> absent(String why) {
    close();
    doublings = absentSinceNanos == null ? 0 : Math.min(doublings + 1, MOST_DOUBLINGS);
    absentSinceNanos = System.nanoTime();
    tell(why);
    return Optional.empty();
  }

  private void tell(String now) {
    if (!now.equals(told)) {
      told = now;
      if (now.isEmpty()) {
        log.info("{}s in {} are watched, too", kind.entityKind(), namespace);
      } else {
        log.info("{}s in {} are not watched: {}", kind.entityKind(), namespace, now);
      }
    }
  }

  @Override
  public void close() {
    Watching<T> present = watching;
    watching = null;
    refused = null;
    missedSinceNanos.clear();
    if (present != null) {
      present.informer.stop();
    }
  }
}
