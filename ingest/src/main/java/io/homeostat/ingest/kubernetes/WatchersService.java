package io.homeostat.ingest.kubernetes;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.deployment.Places;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.DoorHerald;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.door.Heralded;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.ingest.git.GitPolls;
import io.homeostat.ingest.mapping.EntitiesFile;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.probe.Crew;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.targets.KubernetesTarget;
import io.homeostat.schemas.targets.WatchedRepository;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.LaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service {@code watchers}: tells again and again how the objects are of each Kubernetes in
 * {@code targets.file} that has a {@code watcher} role, and what is new in each Git repository
 * there that has one. The file may come later than the service.
 */
public final class WatchersService implements Service {
  /** The door. */
  public static final String DOOR = "watchers";

  private static final Logger log = LoggerFactory.getLogger(WatchersService.class);
  private static final Setting<Path> TARGETS =
      Setting.path(
          "targets.file",
          "the YAML file that lists the clusters and repositories; it may come later");
  private static final Setting<Integer> INTERVAL =
      Setting.number(
          "watchers.interval.millis", 1_000, 100, 3_600_000, "time between two tellings");
  private static final Setting<Integer> GIT_INTERVAL =
      Setting.number(
          "watchers.git.interval.millis",
          30_000,
          100,
          3_600_000,
          "time between two looks at a Git repository");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(
              LaneSettings.ALL.stream(),
              Stream.of(TARGETS, INTERVAL, GIT_INTERVAL, EntitiesFile.SETTING))
          .toList();

  @Override
  public String name() {
    return "watchers";
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    Inbox inbox = Inbox.from(config);
    EntityMapping mapping = EntitiesFile.in(config);
    SystemsView systems = SystemsView.follow(inbox.brokers(), "watchers-systems");
    Crew<WatchedRepository> repositories =
        GitPolls.start(
            TARGETS.in(config),
            GIT_INTERVAL.in(config),
            () -> systems.known() ? Optional.of(new Places(mapping, systems)) : Optional.empty(),
            inbox.publisher(GitPolls.DOOR, Map.of()));
    Running running =
        new Running(
            TARGETS.in(config),
            inbox.publisher(DOOR, Map.of()),
            Doors.ofProcess().door(DOOR),
            systems,
            repositories);
    running.begin(INTERVAL.in(config));
    return new Heralded(running, DoorHerald.start(config, inbox, DOOR, GitPolls.DOOR));
  }

  private static final class Running implements RunningService {
    private final Path file;
    private final DoorPublisher publisher;
    private final Door door;
    private final SystemsView systems;
    private final Crew<WatchedRepository> repositories;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "watchers");
              thread.setDaemon(true);
              return thread;
            });
    private final List<ClusterWatch> clusters = new ArrayList<>();

    Running(
        Path file,
        DoorPublisher publisher,
        Door door,
        SystemsView systems,
        Crew<WatchedRepository> repositories) {
      this.file = file;
      this.publisher = publisher;
      this.door = door;
      this.systems = systems;
      this.repositories = repositories;
    }

    @Override
    public CompletableFuture<Void> failure() {
      return systems.failure();
    }

    void begin(int intervalMillis) {
      var unused =
          executor.scheduleWithFixedDelay(this::round, 0, intervalMillis, TimeUnit.MILLISECONDS);
    }

    /** The door is open while every cluster is watched and what is told gets through. */
    private void round() {
      try {
        if (clusters.isEmpty() && Files.exists(file)) {
          open();
        }
        if (!clusters.isEmpty()) {
          long now = clock.millis();
          CompletableFuture<?>[] rounds =
              clusters.stream()
                  .map(cluster -> cluster.round(now))
                  .toArray(CompletableFuture<?>[]::new);
          var unused =
              CompletableFuture.allOf(rounds)
                  .whenComplete(
                      (done, error) -> {
                        if (error == null) {
                          door.heartbeat();
                        } else {
                          door.close();
                        }
                      });
        }
      } catch (IOException | RuntimeException e) {
        door.close();
        log.error("a round of the watchers failed; it goes on", e);
      }
    }

    private Optional<Function<EntityId, String>> systems() {
      return systems.known() ? Optional.of(systems) : Optional.empty();
    }

    private void open() throws IOException {
      for (KubernetesTarget target : KubernetesTarget.read(file, "watcher")) {
        clusters.add(new ClusterWatch(target, publisher, this::systems));
      }
    }

    @Override
    public void close() {
      executor.shutdownNow();
      try {
        if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
          log.warn("the watchers' round does not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      clusters.forEach(ClusterWatch::close);
      publisher.close();
      repositories.close();
      systems.close();
    }
  }
}
