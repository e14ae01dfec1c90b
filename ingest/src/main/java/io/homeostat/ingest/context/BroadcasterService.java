package io.homeostat.ingest.context;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The service {@code broadcaster}: keeps {@link ContextDocument}s as the files of {@code rules.dir}
 * and {@code topology.file} are, and copies them and the stop switch into the lanes.
 */
public final class BroadcasterService implements Service {
  @Override
  public String name() {
    return "broadcaster";
  }

  @Override
  public RunningService start(ServiceConfig config) {
    return RunningBroadcaster.start(
        Inbox.from(config),
        new ContextFiles(config.path("rules.dir"), config.path("topology.file")),
        config.flag("mode.observe", false) ? Optional.of(ContextWatch.OBSERVE) : Optional.empty(),
        InstantSource.system());
  }
}
