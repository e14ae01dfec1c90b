package io.homeostat.ingest.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** fabric8's API server, with kinds that are not installed or that may not be watched. */
final class MockCluster implements AutoCloseable {
  private final Set<String> uninstalled = ConcurrentHashMap.newKeySet();
  private final Set<String> unwatchable = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final MockWebServer server = new MockWebServer();
  private final KubernetesClient client;

  MockCluster() {
    server.setDispatcher(
        new KubernetesCrudDispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String path = String.valueOf(request.getPath());
            if (request.getMethod().equals("GET")) {
              asked.add(path);
            }
            if (uninstalled.stream().anyMatch(path::contains)) {
              return new MockResponse().setResponseCode(404);
            }
            boolean watch = path.contains("watch=true");
            return watch && unwatchable.stream().anyMatch(path::contains)
                ? new MockResponse().setResponseCode(403)
                : super.dispatch(request);
          }

          @Override
          public MockResponse handleGet(String path) {
            return super.handleGet(withoutSelector(path));
          }

          @Override
          public MockResponse handleWatch(String path) {
            return super.handleWatch(withoutSelector(path));
          }

          /** It knows no field but the name; what comes besides, the watch passes over. */
          private static String withoutSelector(String path) {
            return path.replaceFirst("fieldSelector=type[^&]*&?", "");
          }
        });
    server.start(0);
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(address().toString())
            .withNamespace("rag")
            .withHttp2Disable(true)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Paths with this in them are answered as those of a kind that is not installed. */
  void uninstall(String part) {
    uninstalled.add(part);
  }

  void install(String part) {
    uninstalled.remove(part);
  }

  /** May be listed, but not watched. */
  void forbidWatching(String part) {
    unwatchable.add(part);
  }

  /** What was asked for so far that has this in its path. */
  List<String> asked(String part) {
    return asked.stream().filter(path -> path.contains(part)).toList();
  }

  /** Makes an object, or takes the place of the one before, in the namespace {@code rag}. */
  void put(String yaml) {
    put(Serialization.unmarshal(yaml, GenericKubernetesResource.class));
  }

  void put(HasMetadata object) {
    object.getMetadata().setResourceVersion(null);
    if (!object.getKind().equals("Node")) {
      object.getMetadata().setNamespace("rag");
    }
    var unused = resource(object).createOr(own -> own.update());
  }

  void delete(String yaml) {
    GenericKubernetesResource object =
        Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    object.getMetadata().setNamespace("rag");
    var unused = resource(object).delete();
  }

  /** Of what operators bring, fabric8 knows no more than we tell it. */
  private Resource<? extends HasMetadata> resource(HasMetadata object) {
    if (object instanceof GenericKubernetesResource generic) {
      for (WatchedKind<?> kind : WatchedKinds.ALL) {
        if (kind instanceof CustomKind custom
            && custom.context().getKind().equals(object.getKind())) {
          return client
              .genericKubernetesResources(custom.context())
              .inNamespace("rag")
              .resource(generic);
        }
      }
    }
    return client.resource(object);
  }

  /** An object read back from a real API server. */
  static String real(String name) {
    try (InputStream in = MockCluster.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.shutdown();
  }
}
