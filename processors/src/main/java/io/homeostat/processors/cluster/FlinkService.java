package io.homeostat.processors.cluster;

import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import java.util.List;

/** The service {@code flink}: a Flink of one process, its web page, and Homeostat's jobs. */
public final class FlinkService implements Service {
  @Override
  public String name() {
    return "flink";
  }

  @Override
  public List<Setting<?>> settings() {
    return FlinkSettings.ALL;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    FlinkSettings settings = FlinkSettings.from(config);
    return RunningFlink.start(settings, Jobs.all(settings.lanes()));
  }
}
