package io.homeostat.ingest.postgres;

import io.homeostat.ingest.door.DoorHerald;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.door.Heralded;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.ingest.patroni.ClusterProbes;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.LaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service {@code probe}: reads every target in {@code targets.file} that has a {@code probe}
 * role, and every cluster there, each two seconds. The file may come later than the service.
 */
public final class ProbeService implements Service {
  private static final Logger log = LoggerFactory.getLogger(ProbeService.class);
  private static final int HOUR_MILLIS = 3_600_000;
  private static final Setting<Path> TARGETS =
      Setting.path("targets.file", "the YAML file that lists the databases; it may come later");
  private static final Setting<Integer> INTERVAL =
      Setting.number("probe.interval.millis", 2_000, 100, HOUR_MILLIS, "time between two readings");
  private static final Setting<Integer> INDEX_INTERVAL =
      Setting.number(
          "probe.index.interval.millis",
          4_000,
          100,
          HOUR_MILLIS,
          "time between two readings of an index's leaves");
  private static final Setting<Integer> MOST_BYTES =
      Setting.number(
          "probe.index.most.bytes",
          256 * 1024 * 1024,
          0,
          Integer.MAX_VALUE,
          "the largest index whose leaves are read");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(
              LaneSettings.ALL.stream(), Stream.of(TARGETS, INTERVAL, INDEX_INTERVAL, MOST_BYTES))
          .toList();

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    Inbox inbox = Inbox.from(config);
    Running running =
        new Running(
            config,
            inbox.publisher("probe", Map.of()),
            ClusterProbes.start(TARGETS.in(config), inbox.publisher(ClusterProbes.DOOR, Map.of())));
    running.look();
    return new Heralded(running, DoorHerald.start(config, inbox, "probe", ClusterProbes.DOOR));
  }

  private static final class Running implements RunningService {
    private final Path file;
    private final long interval;
    private final long indexInterval;
    private final long mostBytes;
    private final DoorPublisher publisher;
    private final ClusterProbes clusters;
    private final ScheduledExecutorService executor =
        Executors.newScheduledThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "probe");
              thread.setDaemon(true);
              return thread;
            });
    private final List<Probe> probes = new ArrayList<>();

    Running(ServiceConfig config, DoorPublisher publisher, ClusterProbes clusters) {
      this.file = TARGETS.in(config);
      this.interval = INTERVAL.in(config);
      this.indexInterval = INDEX_INTERVAL.in(config);
      this.mostBytes = MOST_BYTES.in(config);
      this.publisher = publisher;
      this.clusters = clusters;
    }

    private synchronized void look() {
      if (executor.isShutdown()) {
        return;
      }
      try {
        if (Files.exists(file)) {
          for (PostgresTarget target : PostgresTarget.read(file, "probe")) {
            Probe probe =
                new Probe(
                    target,
                    publisher,
                    Doors.ofProcess().door("probe"),
                    InstantSource.system(),
                    new LeafReading(indexInterval, mostBytes));
            probes.add(probe);
            executor.execute(() -> round(probe));
          }
          return;
        }
      } catch (IOException e) {
        log.error("no database is probed: {}; mend the file", e.getMessage(), e);
      }
      var unused = executor.schedule(this::look, 1, TimeUnit.SECONDS);
    }

    private void round(Probe probe) {
      long pause = interval;
      try {
        pause = Math.max(interval, probe.round());
      } catch (RuntimeException e) {
        log.error("a round of the probe failed; it goes on", e);
      }
      synchronized (this) {
        if (!executor.isShutdown()) {
          var unused = executor.schedule(() -> round(probe), pause, TimeUnit.MILLISECONDS);
        }
      }
    }

    @Override
    public void close() {
      synchronized (this) {
        executor.shutdownNow();
      }
      clusters.close();
      probes.forEach(Probe::close);
      publisher.close();
    }
  }
}
