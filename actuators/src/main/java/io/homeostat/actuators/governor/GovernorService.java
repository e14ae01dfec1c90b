package io.homeostat.actuators.governor;

import io.homeostat.core.govern.GovernorFold;
import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import java.time.Duration;

/**
 * The service {@code governor}: the governor's fold in Kafka Streams, exactly once. Settings:
 * {@code kafka.bootstrap}, {@code data.dir}, {@code lanes.telemetry}, {@code lanes.signals}.
 */
public final class GovernorService implements Service {
  private static final String APPLICATION = "homeostat-governor";
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  @Override
  public String name() {
    return "governor";
  }

  @Override
  public RunningService start(ServiceConfig config) {
    Lanes lanes = new Lanes(config.number("lanes.telemetry"), config.number("lanes.signals"));
    StreamsSettings settings =
        new StreamsSettings(
            config.text("kafka.bootstrap"),
            APPLICATION,
            "0",
            config.path("data.dir").toAbsolutePath().resolve("governor"));
    return RunningShell.start(StreamsShell.build(GovernorFold::new, lanes), settings, START_LIMIT);
  }
}
