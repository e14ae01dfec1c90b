package io.homeostat.actuators;

import io.homeostat.actuators.action.ActionLoop;
import io.homeostat.actuators.action.ActionSettings;
import io.homeostat.actuators.git.GitRevert;
import io.homeostat.actuators.patroni.LeaderChange;
import io.homeostat.actuators.postgres.IndexRebuild;
import io.homeostat.actuators.postgres.Targets;
import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The service {@code actuators}: carries out what the governor has granted. Settings: {@code
 * kafka.bootstrap}, {@code lanes.telemetry}, {@code lanes.signals}, {@code targets.file}, and
 * {@code actuators.instance} where several processes share the commands.
 */
public final class ActuatorsService implements Service {
  @Override
  public String name() {
    return "actuators";
  }

  @Override
  public RunningService start(ServiceConfig config) {
    ActionSettings settings =
        new ActionSettings(
            config.text("kafka.bootstrap"),
            new Lanes(config.number("lanes.telemetry"), config.number("lanes.signals")),
            config.text("actuators.instance", "0"),
            config.flag("mode.observe", false)
                ? ActionSettings.Mode.OBSERVE
                : ActionSettings.Mode.ACT);
    Path targets = config.path("targets.file");
    InstantSource clock = InstantSource.system();
    return ActionLoop.start(
        settings,
        List.of(
            IndexRebuild.of(new Targets(targets)),
            new GitRevert(targets),
            LeaderChange.switchover(targets, clock),
            LeaderChange.failover(targets, clock)),
        clock);
  }
}
