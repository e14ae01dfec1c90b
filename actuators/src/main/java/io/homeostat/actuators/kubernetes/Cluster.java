package io.homeostat.actuators.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.schemas.targets.KubernetesTarget;
import java.io.IOException;
import java.time.Duration;

/** How an actuator talks with a cluster's API server: each thing is asked once. */
public final class Cluster {
  private static final int CONNECT_MILLIS = 2_000;

  private Cluster() {}

  /**
   * A client by the actuator's account.
   *
   * @param answer the longest wait for one answer
   * @throws IOException when the account's token can't be read
   */
  public static KubernetesClient connect(KubernetesTarget target, Duration answer)
      throws IOException {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(target.url().toString())
            .withNamespace(target.namespace())
            .withOauthToken(target.token())
            .withCaCertFile(target.caFile().map(Object::toString).orElse(null))
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout((int) Math.min(Integer.MAX_VALUE, answer.toMillis()))
            .withRequestRetryBackoffLimit(0)
            .withHttp2Disable(true)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** What went wrong, with what caused it. */
  public static String told(KubernetesClientException e) {
    return e.getCause() == null
        ? String.valueOf(e.getMessage())
        : e.getMessage() + ": " + e.getCause();
  }
}
