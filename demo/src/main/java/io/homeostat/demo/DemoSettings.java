package io.homeostat.demo;

import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The demo's settings.
 *
 * @param dataDir the folder of all of Homeostat's data; the demo's is {@code demo} below it
 * @param targetsFile where to write how the database is reached
 * @param otlpEndpoint where telemetry goes, such as {@code http://127.0.0.1:4318}
 * @param postgresPort PostgreSQL's port on 127.0.0.1
 * @param retrieverPort the retriever's port on 127.0.0.1; 0 for any free one
 * @param gitPort the Git server's port on 127.0.0.1; 0 for any free one
 * @param controlPort the control API's port on 127.0.0.1; 0 for any free one
 * @param documents how many documents the world has, from 1000 up
 * @param seed decides the content and the traffic
 * @param requestsPerSecond the traffic's mean
 * @param slowMillis a search that takes longer is logged as slow
 * @param faultSeconds about how long an injection takes
 * @param calmSeconds how long the world lives before a fault begins, so that it is known what is
 *     usual
 * @param kubernetesPort the Kubernetes API's port on 127.0.0.1; 0 for any free one
 * @param burstSeconds how long a burst of traffic takes
 * @param noiseSeconds how long the noise takes
 * @param postgresHome the folder of a PostgreSQL 17 that is to be used instead of the archive's,
 *     with {@code bin} in it
 * @param cluster whether the cluster that Patroni keeps runs from the start; else the first fault
 *     that needs it starts it
 */
public record DemoSettings(
    Path dataDir,
    Path targetsFile,
    URI otlpEndpoint,
    int postgresPort,
    int retrieverPort,
    int gitPort,
    int controlPort,
    int documents,
    int seed,
    int requestsPerSecond,
    int slowMillis,
    int faultSeconds,
    int calmSeconds,
    int kubernetesPort,
    int burstSeconds,
    int noiseSeconds,
    Optional<Path> postgresHome,
    boolean cluster) {

  /** Every setting that the demo reads, as the README lists them. */
  public static final List<String> KEYS =
      List.of(
          "data.dir",
          "targets.file",
          "otlp.endpoint",
          "demo.postgres.port",
          "demo.retriever.port",
          "demo.git.port",
          "demo.control.port",
          "demo.documents",
          "demo.seed",
          "demo.requests.per.second",
          "demo.slow.millis",
          "demo.fault.seconds",
          "demo.calm.seconds",
          "demo.kubernetes.port",
          "demo.burst.seconds",
          "demo.noise.seconds",
          "demo.postgres.home",
          "demo.cluster");

  private static final int MOST_DOCUMENTS = 1_000_000;

  public DemoSettings {
    requireBetween("demo.postgres.port", postgresPort, 1, 65_535);
    requireBetween("demo.retriever.port", retrieverPort, 0, 65_535);
    requireBetween("demo.git.port", gitPort, 0, 65_535);
    requireBetween("demo.control.port", controlPort, 0, 65_535);
    requireBetween("demo.documents", documents, 1000, MOST_DOCUMENTS);
    requireBetween("demo.requests.per.second", requestsPerSecond, 1, 1000);
    requireBetween("demo.slow.millis", slowMillis, 1, 60_000);
    requireBetween("demo.fault.seconds", faultSeconds, 1, 3600);
    requireBetween("demo.calm.seconds", calmSeconds, 0, 3600);
    requireBetween("demo.kubernetes.port", kubernetesPort, 0, 65_535);
    requireBetween("demo.burst.seconds", burstSeconds, 1, 3600);
    requireBetween("demo.noise.seconds", noiseSeconds, 1, 3600);
  }

  /**
   * Reads the settings.
   *
   * @throws ServiceException when one is missing or out of its range
   */
  public static DemoSettings of(ServiceConfig config) {
    Path dataDir = config.path("data.dir").toAbsolutePath().normalize();
    return new DemoSettings(
        dataDir,
        config
            .find("targets.file")
            .map(Path::of)
            .orElse(dataDir.resolve("demo").resolve("targets.yaml")),
        uri("otlp.endpoint", config.text("otlp.endpoint", "http://127.0.0.1:4318")),
        config.number("demo.postgres.port", 7432),
        config.number("demo.retriever.port", 7080),
        config.number("demo.git.port", 7083),
        config.number("demo.control.port", 7081),
        config.number("demo.documents", 60_000),
        config.number("demo.seed", 42),
        config.number("demo.requests.per.second", 20),
        config.number("demo.slow.millis", 50),
        config.number("demo.fault.seconds", 20),
        config.number("demo.calm.seconds", 45),
        config.number("demo.kubernetes.port", 7443),
        config.number("demo.burst.seconds", 120),
        config.number("demo.noise.seconds", 60),
        config.find("demo.postgres.home").map(Path::of),
        config.flag("demo.cluster", false));
  }

  /** The demo's own folder. */
  public Path folder() {
    return dataDir.resolve("demo");
  }

  /** Where to write who is paged: beside the targets. */
  public Path receiversFile() {
    return targetsFile.resolveSibling("receivers.yaml");
  }

  /** Where the demo keeps passwords and tokens. */
  public Path secrets() {
    return folder().resolve("secrets");
  }

  /** Where PostgreSQL logs. */
  public Path postgresLog() {
    return logs().resolve("postgres.log");
  }

  /** Where the demo's programs log. */
  public Path logs() {
    return dataDir.resolve("logs");
  }

  private static void requireBetween(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ServiceException(
          "setting '" + key + "' is " + value + ": give " + least + " to " + most);
    }
  }

  private static URI uri(String key, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          "setting '" + key + "' is '" + text + "': give a URL such as http://127.0.0.1:4318", e);
    }
  }
}
