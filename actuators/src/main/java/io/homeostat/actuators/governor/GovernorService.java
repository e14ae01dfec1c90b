package io.homeostat.actuators.governor;

import io.homeostat.core.govern.GovernorFold;
import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.LaneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The service {@code governor}: the governor's fold in Kafka Streams, exactly once. */
public final class GovernorService implements Service {
  private static final String APPLICATION = "homeostat-governor";
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private static final Setting<Path> DATA =
      Setting.path("data.dir", "the folder of local data; the governor's is governor/ in it");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(LaneSettings.ALL.stream(), Stream.of(DATA)).toList();

  @Override
  public String name() {
    return "governor";
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    Lanes lanes = LaneSettings.from(config);
    StreamsSettings settings =
        new StreamsSettings(
            Brokers.from(config),
            APPLICATION,
            "0",
            DATA.in(config).toAbsolutePath().resolve("governor"));
    return RunningShell.start(StreamsShell.build(GovernorFold::new, lanes), settings, START_LIMIT);
  }
}
