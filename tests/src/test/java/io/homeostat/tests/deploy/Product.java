package io.homeostat.tests.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The packaged product's services, and what each reads: asked from the jars in {@code target/dist}
 * themselves, each module by a class loader of its own, as each process sees them.
 */
final class Product {
  /** The modules whose services can be run by themselves: {@code homeostat run}. */
  private static final List<String> MODULES =
      List.of("actuators", "console", "ingest", "processors");

  private static final String SERVICES = "io.homeostat.schemas.service.";

  private Product() {}

  /** What each service reads, with what every process reads, by the service's name. */
  static SortedMap<String, List<KnownSetting>> services() {
    SortedMap<String, List<KnownSetting>> services = new TreeMap<>();
    for (String module : MODULES) {
      in(
          module,
          loader -> {
            Class<?> service = loader.loadClass(SERVICES + "Service");
            List<KnownSetting> common = constant(loader, SERVICES + "ServiceMain", "SETTINGS");
            for (Object each : ServiceLoader.load(service, loader)) {
              List<KnownSetting> settings = new ArrayList<>();
              settings.addAll(known((List<?>) call(each, service, "settings")));
              settings.addAll(common);
              services.put((String) call(each, service, "name"), List.copyOf(settings));
            }
            return services;
          });
    }
    return services;
  }

  /** What a Flink job of the job jar reads. */
  static List<KnownSetting> jobSettings() {
    return in(
        "processors",
        loader -> constant(loader, "io.homeostat.processors.job.JobMain", "SETTINGS"));
  }

  /** The names of the jobs in the job jar. */
  static List<String> jobs() {
    return in(
        "processors",
        loader -> {
          Class<?> lanes = loader.loadClass("io.homeostat.core.lane.Lanes");
          List<?> jobs =
              (List<?>)
                  loader
                      .loadClass("io.homeostat.processors.cluster.Jobs")
                      .getMethod("all", lanes)
                      .invoke(null, lanes.getField("LOCAL").get(null));
          List<String> names = new ArrayList<>();
          for (Object job : jobs) {
            names.add((String) call(job, job.getClass(), "name"));
          }
          return names;
        });
  }

  /** Whether a key is one of Kafka's clients that every service passes on. */
  static boolean passedToKafka(String key) {
    return in(
        "ingest",
        loader ->
            (Boolean)
                loader
                    .loadClass("io.homeostat.schemas.topics.Brokers")
                    .getMethod("passes", String.class)
                    .invoke(null, key));
  }

  private static List<KnownSetting> constant(ClassLoader loader, String type, String name)
      throws ReflectiveOperationException {
    Field field = loader.loadClass(type).getField(name);
    return known((List<?>) field.get(null));
  }

  private static List<KnownSetting> known(List<?> settings) throws ReflectiveOperationException {
    List<KnownSetting> known = new ArrayList<>();
    for (Object setting : settings) {
      Class<?> type = setting.getClass();
      @SuppressWarnings("unchecked") // The record says so; it only comes from another loader.
      Function<String, ?> reader = (Function<String, ?>) call(setting, type, "reader");
      Optional<?> usual = (Optional<?>) call(setting, type, "usual");
      known.add(
          new KnownSetting(
              (String) call(setting, type, "key"),
              usual.map(String.class::cast),
              (String) call(setting, type, "form"),
              (String) call(setting, type, "meaning"),
              reader));
    }
    return known;
  }

  private static Object call(Object target, Class<?> type, String method)
      throws ReflectiveOperationException {
    return type.getMethod(method).invoke(target);
  }

  private static <T> T in(String module, Question<T> question) {
    try (URLClassLoader loader =
        new URLClassLoader(jars(module), ClassLoader.getPlatformClassLoader())) {
      return question.ask(loader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the module " + module + " is not as it was", e);
    }
  }

  private static URL[] jars(String module) throws IOException {
    Path folder = Repository.ROOT.resolve("target/dist").resolve(module);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(Product::url)
          .toArray(URL[]::new);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL", e);
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(ClassLoader loader) throws ReflectiveOperationException;
  }
}
