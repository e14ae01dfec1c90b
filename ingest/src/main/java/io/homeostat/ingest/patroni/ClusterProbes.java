package io.homeostat.ingest.patroni;

import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.patroni.ClusterReader;
import io.homeostat.schemas.patroni.PatroniApi;
import io.homeostat.schemas.targets.PatroniTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes every cluster in {@code targets.file}. A cluster may come and go while Homeostat runs: the
 * file is read anew when it has changed.
 */
public final class ClusterProbes implements AutoCloseable {
  /** The door by which clusters are read. */
  public static final String DOOR = "patroni";

  private static final Logger log = LoggerFactory.getLogger(ClusterProbes.class);
  private static final long INTERVAL_MILLIS = 2_000;
  private static final int THREADS = 2;

  private record Running(ClusterProbe probe, Future<?> rounds) {}

  private final Path file;
  private final DoorPublisher publisher;
  private final PatroniApi api = new PatroniApi();
  private final Map<PatroniTarget, Running> running = new LinkedHashMap<>();
  private final ScheduledExecutorService executor =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "cluster-probe");
            thread.setDaemon(true);
            return thread;
          });
  private String seen = "";

  private ClusterProbes(Path file, DoorPublisher publisher) {
    this.file = file;
    this.publisher = publisher;
  }

  /**
   * Starts to probe.
   *
   * @param file {@code targets.file}, which may come later
   * @param publisher the door's way into the lanes; closed with the probes
   */
  public static ClusterProbes start(Path file, DoorPublisher publisher) {
    ClusterProbes probes = new ClusterProbes(file, publisher);
    var unused =
        probes.executor.scheduleWithFixedDelay(
            probes::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return probes;
  }

  private synchronized void look() {
    try {
      String now = Files.exists(file) ? Files.readString(file) : "";
      if (!now.equals(seen)) {
        seen = now;
        probe(now.isEmpty() ? List.of() : PatroniTarget.read(file));
      }
    } catch (IOException | RuntimeException e) {
      log.error("which clusters there are can't be read: {}; mend the file", e.getMessage(), e);
    }
  }

  private void probe(List<PatroniTarget> targets) {
    running
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !targets.contains(entry.getKey());
              if (gone) {
                stop(entry.getValue());
              }
              return gone;
            });
    for (PatroniTarget target : targets) {
      running.computeIfAbsent(target, this::begin);
    }
  }

  private Running begin(PatroniTarget target) {
    log.info("cluster {} is probed: {} members", target.name(), target.members().size());
    ClusterProbe probe =
        new ClusterProbe(
            new ClusterReader(target, api),
            publisher,
            Doors.ofProcess().door(DOOR),
            InstantSource.system());
    return new Running(
        probe,
        executor.scheduleAtFixedRate(
            () -> round(target, probe), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
  }

  private static void round(PatroniTarget target, ClusterProbe probe) {
    try {
      probe.round();
    } catch (RuntimeException e) {
      log.error("a round on cluster {} failed; it goes on", target.name(), e);
    }
  }

  private static void stop(Running one) {
    one.rounds().cancel(true);
    one.probe().close();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    synchronized (this) {
      running.values().forEach(ClusterProbes::stop);
      running.clear();
    }
    publisher.close();
  }
}
