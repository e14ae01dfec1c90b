package io.homeostat.ingest.context;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.LaneSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The service {@code broadcaster}: keeps {@link ContextDocument}s as the files of {@code rules.dir}
 * and {@code topology.file} are, with what was discovered, and copies them and the stop switch into
 * the lanes.
 */
public final class BroadcasterService implements Service {
  private static final Setting<Path> RULES = Setting.path("rules.dir", "the folder of rule files");
  private static final Setting<Path> TOPOLOGY =
      Setting.path("topology.file", "the YAML file of systems and their parts");
  private static final Setting<Optional<Path>> DISCOVERED =
      Setting.maybePath(
          "topology.discovered.dir", "the folder that `homeostat topology import` writes");
  private static final Setting<Boolean> OBSERVE =
      Setting.flag("mode.observe", false, "looks and does nothing, whatever the rules allow");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(LaneSettings.ALL.stream(), Stream.of(RULES, TOPOLOGY, DISCOVERED, OBSERVE))
          .toList();

  @Override
  public String name() {
    return "broadcaster";
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    return RunningBroadcaster.start(
        Inbox.from(config),
        new ContextFiles(RULES.in(config), TOPOLOGY.in(config), DISCOVERED.in(config)),
        OBSERVE.in(config) ? Optional.of(ContextWatch.OBSERVE) : Optional.empty(),
        InstantSource.system());
  }
}
