package io.homeostat.processors.cluster;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the service {@code flink} is told.
 *
 * @param folder where checkpoints and temporary files are: {@code data.dir/flink}
 * @param bootstrap the broker: {@code kafka.bootstrap}
 * @param webPort the port of Flink's web page and REST on loopback: {@code flink.web.port}; 0 for
 *     any
 * @param parallelism how many workers each job has: {@code flink.parallelism}, 1 if not given
 * @param checkpointInterval time between checkpoints: {@code flink.checkpoint.millis}, 5 s if not
 *     given
 * @param lanes how many lanes each stream has: {@code lanes.telemetry}, {@code lanes.signals}
 */
public record FlinkSettings(
    Path folder,
    String bootstrap,
    int webPort,
    int parallelism,
    Duration checkpointInterval,
    Lanes lanes) {
  private static final int MOST_WORKERS = 128;
  private static final long SHORTEST_MILLIS = 10;

  public FlinkSettings {
    if (webPort < 0 || webPort > 65_535) {
      throw new ServiceException(
          "setting 'flink.web.port' is " + webPort + ": give a port from 0 to 65535");
    }
    if (parallelism < 1 || parallelism > MOST_WORKERS) {
      throw new ServiceException(
          "setting 'flink.parallelism' is " + parallelism + ": give 1 to " + MOST_WORKERS);
    }
    if (checkpointInterval.toMillis() < SHORTEST_MILLIS) {
      throw new ServiceException(
          "setting 'flink.checkpoint.millis' is "
              + checkpointInterval.toMillis()
              + ": give at least "
              + SHORTEST_MILLIS);
    }
  }

  /**
   * Reads the settings.
   *
   * @throws ServiceException when one is missing or out of range
   */
  public static FlinkSettings from(ServiceConfig config) {
    return new FlinkSettings(
        config.path("data.dir").toAbsolutePath().resolve("flink"),
        config.text("kafka.bootstrap"),
        config.number("flink.web.port"),
        config.number("flink.parallelism", 1),
        Duration.ofMillis(config.number("flink.checkpoint.millis", 5_000)),
        lanes(config));
  }

  private static Lanes lanes(ServiceConfig config) {
    try {
      return new Lanes(
          config.number("lanes.telemetry", Lanes.LOCAL.telemetry()),
          config.number("lanes.signals", Lanes.LOCAL.signals()));
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          "settings 'lanes.telemetry', 'lanes.signals': " + e.getMessage(), e);
    }
  }
}
