package io.homeostat.processors.cluster;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.LaneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the service {@code flink} is told.
 *
 * @param folder where checkpoints and temporary files are: {@code data.dir/flink}
 * @param brokers how Kafka is reached
 * @param webPort the port of Flink's web page and REST on loopback; 0 for any
 * @param parallelism how many workers each job has
 * @param checkpointInterval time between checkpoints
 * @param lanes how many lanes each stream has
 */
public record FlinkSettings(
    Path folder,
    Brokers brokers,
    int webPort,
    int parallelism,
    Duration checkpointInterval,
    Lanes lanes) {
  private static final int MOST_WORKERS = 128;

  private static final Setting<Path> DATA =
      Setting.path("data.dir", "the folder of local data; Flink's is flink/ in it");
  private static final Setting<Integer> WEB_PORT =
      Setting.port("flink.web.port", 7082, "Flink's web page and REST on loopback; 0 for any");

  /** How many workers each job has. */
  static final Setting<Integer> PARALLELISM =
      Setting.number(
          "flink.parallelism", 1, 1, MOST_WORKERS, "workers per job; lanes are the most that help");

  /** Every setting of the service {@code flink}. */
  static final List<Setting<?>> ALL =
      Stream.concat(
              LaneSettings.ALL.stream(),
              Stream.of(DATA, WEB_PORT, PARALLELISM, JobOptions.CHECKPOINT_MILLIS))
          .toList();

  /**
   * Reads the settings.
   *
   * @throws io.homeostat.schemas.service.ServiceException when one is missing or out of range
   */
  public static FlinkSettings from(ServiceConfig config) {
    return new FlinkSettings(
        DATA.in(config).toAbsolutePath().resolve("flink"),
        Brokers.from(config),
        WEB_PORT.in(config),
        PARALLELISM.in(config),
        Duration.ofMillis(JobOptions.CHECKPOINT_MILLIS.in(config)),
        LaneSettings.from(config));
  }
}
