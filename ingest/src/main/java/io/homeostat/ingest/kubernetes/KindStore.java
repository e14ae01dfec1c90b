package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * What a watch keeps of one kind: each object without what nobody asks for, and so many at most.
 * Once there was one more, it can't say what there is, and says so.
 *
 * @param <T> the objects
 */
final class KindStore<T extends HasMetadata> extends BasicItemStore<T> {
  private final WatchedKind<T> kind;
  private final int most;
  private volatile boolean overflowed;

  /**
   * Nothing yet.
   *
   * @param most how many are kept at most
   */
  KindStore(WatchedKind<T> kind, int most) {
    super(Cache::metaNamespaceKeyFunc);
    this.kind = kind;
    this.most = most;
  }

  /** Whether there were more than are kept. */
  boolean overflowed() {
    return overflowed;
  }

  @Override
  public @Nullable T put(String key, T object) {
    if (size() >= most && get(key) == null) {
      overflowed = true;
      return null;
    }
    kind.lighten(object);
    return super.put(key, object);
  }
}
