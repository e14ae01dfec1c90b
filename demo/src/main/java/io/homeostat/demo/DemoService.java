package io.homeostat.demo;

import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import java.time.InstantSource;

/** The demo world as a service of a process. */
public final class DemoService implements Service {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public RunningService start(ServiceConfig config) {
    return DemoWorld.start(DemoSettings.of(config), InstantSource.system());
  }
}
