package io.homeostat.actuators.pager;

import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import java.time.InstantSource;
import java.util.List;

/** The service {@code pager}: pages people about incidents, as the rules' routes say. */
public final class PagerService implements Service {
  @Override
  public String name() {
    return "pager";
  }

  @Override
  public List<Setting<?>> settings() {
    return PagerSettings.ALL;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    return RunningPager.start(PagerSettings.from(config), InstantSource.system());
  }
}
