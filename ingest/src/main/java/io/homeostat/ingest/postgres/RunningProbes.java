package io.homeostat.ingest.postgres;

import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProbeTarget;
import io.homeostat.schemas.targets.ProbeTarget.Databases;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probes of every instance in {@code targets.file}, in one process. The file is read anew when
 * it has changed, and where all databases are wanted they are listed anew each minute.
 */
final class RunningProbes implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningProbes.class);
  private static final long LOOK_MILLIS = 2_000;
  private static final long LIST_MILLIS = 60_000;
  private static final int MOST_THREADS = 32;

  private final Path file;
  private final ProbeLimits limits;
  private final DoorPublisher publisher;
  private final InstantSource clock = InstantSource.system();
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          2,
          task -> {
            Thread thread = new Thread(task, "probe");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Look, Probe> running = new LinkedHashMap<>();
  private final Map<PostgresTarget, List<String>> listed = new HashMap<>();
  private List<ProbeTarget> targets = List.of();
  private String seen = "";
  private long listedAtMillis;

  private RunningProbes(Path file, ProbeLimits limits, DoorPublisher publisher) {
    this.file = file;
    this.limits = limits;
    this.publisher = publisher;
  }

  /**
   * Starts to probe.
   *
   * @param file {@code targets.file}, which may come later
   * @param publisher the door's way into the lanes; closed with the probes
   */
  static RunningProbes start(Path file, ProbeLimits limits, DoorPublisher publisher) {
    RunningProbes probes = new RunningProbes(file, limits, publisher);
    var unused =
        probes.executor.scheduleWithFixedDelay(probes::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return probes;
  }

  private void look() {
    try {
      String now = Files.exists(file) ? Files.readString(file) : "";
      boolean changed = !now.equals(seen);
      if (changed) {
        seen = now;
        targets = now.isEmpty() ? List.of() : ProbeTarget.read(file);
      }
      boolean again = clock.millis() - listedAtMillis >= LIST_MILLIS;
      if (changed || again) {
        listedAtMillis = clock.millis();
        List<Look> wanted = new ArrayList<>();
        targets.forEach(target -> wanted.addAll(looks(target)));
        follow(wanted);
      }
    } catch (IOException | RuntimeException e) {
      log.error("which databases there are can't be read: {}; mend the file", e.getMessage(), e);
    }
  }

  private List<Look> looks(ProbeTarget target) {
    PostgresTarget home = target.home();
    if (target.databases() instanceof Databases.Home) {
      return List.of(Look.atHome(home));
    }
    List<Look> looks = new ArrayList<>(List.of(Look.atInstance(home)));
    names(target).forEach(name -> looks.add(Look.inDatabase(home, name)));
    return looks;
  }

  private List<String> names(ProbeTarget target) {
    if (target.databases() instanceof Databases.Named named) {
      return named.names();
    }
    try (Session session = Session.open(target.home(), limits.statementMillis())) {
      listed.put(target.home(), DatabaseList.read(session));
    } catch (SQLException | IOException e) {
      log.warn("the databases of {} can't be listed: {}", target.home().name(), e.getMessage());
    }
    return listed.getOrDefault(target.home(), List.of());
  }

  private synchronized void follow(List<Look> wanted) {
    running
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !wanted.contains(entry.getKey());
              if (gone) {
                entry.getValue().end();
                log.info("{} is probed no longer", entry.getKey());
              }
              return gone;
            });
    executor.setCorePoolSize(Math.min(MOST_THREADS, 2 + wanted.size()));
    wanted.forEach(one -> running.computeIfAbsent(one, this::begin));
  }

  private Probe begin(Look look) {
    Probe probe = new Probe(look, limits, publisher, Doors.ofProcess().door("probe"), clock);
    log.info("{} is probed, in its database {}", look, look.target().database());
    executor.execute(() -> round(look, probe));
    return probe;
  }

  private void round(Look look, Probe probe) {
    long pause = limits.intervalMillis();
    try {
      pause = probe.round();
    } catch (RuntimeException e) {
      log.error("a round of the probe of {} failed; it goes on", look, e);
    }
    synchronized (this) {
      if (!executor.isShutdown() && running.get(look) == probe) {
        var unused = executor.schedule(() -> round(look, probe), pause, TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    synchronized (this) {
      running.values().forEach(Probe::end);
      running.clear();
    }
    publisher.close();
  }
}
