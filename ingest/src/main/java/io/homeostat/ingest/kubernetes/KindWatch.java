package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind of object in one namespace: fabric8's informer lists, watches, and lists again where the
 * watch has lost its place (410). An informer says when it knows that its watch is broken; a watch
 * that merely stays silent is found out by asking for an object and finding another version of it.
 *
 * @param <T> the objects
 */
final class KindWatch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KindWatch.class);

  /** How long what is there already may take to come by the watch. */
  private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final WatchedKind<T> kind;
  private final KubernetesClient client;
  private final String namespace;
  private @Nullable SharedIndexInformer<T> informer;
  private final Map<String, Long> missedSinceNanos = new TreeMap<>();

  KindWatch(WatchedKind<T> kind, KubernetesClient client, String namespace) {
    this.kind = kind;
    this.client = client;
    this.namespace = namespace;
  }

  WatchedKind<T> kind() {
    return kind;
  }

  /**
   * The objects as they are now.
   *
   * @throws StaleWatchException when the watch can't vouch for that
   * @throws KubernetesClientException when the API server does not answer
   */
  List<T> objects() throws StaleWatchException {
    SharedIndexInformer<T> present = informer;
    if (present == null || !present.isRunning()) {
      close();
      present = start();
    }
    prove(present);
    return present.getStore().list();
  }

  private SharedIndexInformer<T> start() {
    SharedIndexInformer<T> fresh = kind.objects(client, namespace).runnableInformer(0);
    fresh.exceptionHandler(
        (started, trouble) -> {
          log.info("the watch of {}s in {} is to go on", kind.entityKind(), namespace, trouble);
          return true;
        });
    informer = fresh;
    var unused = fresh.start();
    return fresh;
  }

  private void prove(SharedIndexInformer<T> watch) throws StaleWatchException {
    List<T> listed =
        kind.objects(client, namespace)
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getItems();
    if (!watch.hasSynced() || !watch.isWatching()) {
      throw new StaleWatchException("the watch is being set up");
    }
    List<String> behind = new ArrayList<>();
    for (T object : listed) {
      T seen = watch.getStore().getByKey(watch.getStore().getKey(object));
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
  }

  @Override
  public void close() {
    SharedIndexInformer<T> present = informer;
    informer = null;
    missedSinceNanos.clear();
    if (present != null) {
      present.stop();
    }
  }
}
