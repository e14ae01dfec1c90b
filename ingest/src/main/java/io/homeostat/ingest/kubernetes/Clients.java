package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.homeostat.schemas.targets.KubernetesTarget;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Makes the watchers' clients. */
final class Clients {
  private static final int LIMIT_MILLIS = 2_000;
  private static final int RECONNECT_MILLIS = 500;

  private Clients() {}

  /** A client that asks once, does not wait long, and reads its token anew for each request. */
  static KubernetesClient watching(KubernetesTarget target) throws IOException {
    target.token();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(target.url().toString())
            .withNamespace(target.namespace())
            .withOauthTokenProvider(() -> token(target))
            .withCaCertFile(target.caFile().map(Object::toString).orElse(null))
            .withConnectionTimeout(LIMIT_MILLIS)
            .withRequestTimeout(LIMIT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectInterval(RECONNECT_MILLIS)
            .withHttp2Disable(true)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static String token(KubernetesTarget target) {
    try {
      return target.token();
    } catch (IOException e) {
      throw new UncheckedIOException("the token can't be read: " + e.getMessage(), e);
    }
  }
}
