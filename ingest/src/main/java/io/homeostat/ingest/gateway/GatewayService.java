package io.homeostat.ingest.gateway;

import io.homeostat.ingest.door.DoorHerald;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.door.Heralded;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import java.time.InstantSource;
import java.util.List;

/**
 * The service {@code gateway}: takes metrics, logs, alerts and deployers' webhooks over HTTP, and
 * syslog over TCP; on loopback, unless it is told otherwise.
 */
public final class GatewayService implements Service {
  /** The service's name, which is its door's too. */
  static final String NAME = "gateway";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Setting<?>> settings() {
    return GatewaySettings.ALL;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    GatewaySettings settings = GatewaySettings.from(config);
    Inbox inbox = Inbox.from(config);
    RunningGateway gateway =
        RunningGateway.start(settings, inbox, Doors.ofProcess().door(NAME), InstantSource.system());
    return new Heralded(gateway, DoorHerald.start(config, inbox, NAME));
  }
}
