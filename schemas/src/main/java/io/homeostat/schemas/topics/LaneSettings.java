package io.homeostat.schemas.topics;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.Setting;
import java.util.List;

/** How many lanes there are, as every process must be told alike. */
public final class LaneSettings {
  private static final int MOST = 128;

  /** Lanes of metrics, logs and changes. */
  public static final Setting<Integer> TELEMETRY =
      Setting.number(
          "lanes.telemetry",
          Lanes.LOCAL.telemetry(),
          1,
          MOST,
          "lanes of metrics, logs and changes: a power of two, fixed for the topics' life");

  /** Lanes of signals, commands and incidents. */
  public static final Setting<Integer> SIGNALS =
      Setting.number(
          "lanes.signals",
          Lanes.LOCAL.signals(),
          1,
          MOST,
          "lanes of signals, commands and incidents: a power of two, fixed for the topics' life");

  /** What a service reads that reads lanes of Kafka. */
  public static final List<Setting<?>> ALL = List.of(Brokers.BOOTSTRAP, TELEMETRY, SIGNALS);

  private LaneSettings() {}

  /**
   * The lanes of a configuration.
   *
   * @throws ServiceException when a number is no power of two
   */
  public static Lanes from(ServiceConfig config) {
    try {
      return new Lanes(TELEMETRY.in(config), SIGNALS.in(config));
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          "'lanes.telemetry' and 'lanes.signals' in "
              + config.place()
              + " can't be used: "
              + e.getMessage(),
          e);
    }
  }
}
