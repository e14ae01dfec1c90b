package io.homeostat.actuators;

import io.homeostat.actuators.action.ActionLoop;
import io.homeostat.actuators.action.ActionSettings;
import io.homeostat.actuators.git.GitRevert;
import io.homeostat.actuators.kubernetes.DeploymentScale;
import io.homeostat.actuators.patroni.LeaderChange;
import io.homeostat.actuators.postgres.IndexRebuild;
import io.homeostat.actuators.retraining.ModelRetraining;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.LaneSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The service {@code actuators}: carries out what the governor has granted. */
public final class ActuatorsService implements Service {
  private static final Setting<Path> TARGETS =
      Setting.path("targets.file", "the YAML file that lists the databases; it may come later");
  private static final Setting<String> INSTANCE =
      Setting.text(
          "actuators.instance", "0", "which of the processes that share the commands this is");
  private static final Setting<Boolean> OBSERVE =
      Setting.flag("mode.observe", false, "looks and does nothing, whatever the rules allow");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(LaneSettings.ALL.stream(), Stream.of(TARGETS, INSTANCE, OBSERVE)).toList();

  @Override
  public String name() {
    return "actuators";
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    ActionSettings settings =
        new ActionSettings(
            Brokers.from(config),
            LaneSettings.from(config),
            INSTANCE.in(config),
            OBSERVE.in(config) ? ActionSettings.Mode.OBSERVE : ActionSettings.Mode.ACT);
    Path targets = TARGETS.in(config);
    InstantSource clock = InstantSource.system();
    return ActionLoop.start(
        settings,
        List.of(
            IndexRebuild.of(targets),
            new GitRevert(targets),
            new DeploymentScale(targets),
            LeaderChange.switchover(targets, clock),
            LeaderChange.failover(targets, clock),
            new ModelRetraining(targets, clock)),
        clock);
  }
}
