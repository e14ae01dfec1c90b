package io.homeostat.ingest.cdc;

import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.door.DoorHerald;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.door.Heralded;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.VectorColumn;
import io.homeostat.schemas.topics.LaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service {@code cdc}: captures the changes of every target in {@code targets.file} that has a
 * {@code cdc} role. The file may come later than the service; it is looked for each second until it
 * is there.
 */
public final class CdcService implements Service {
  private static final Logger log = LoggerFactory.getLogger(CdcService.class);

  private static final Setting<Path> TARGETS =
      Setting.path("targets.file", "the YAML file that lists the databases; it may come later");
  private static final Setting<String> EXCLUDE =
      Setting.text(
          "cdc.column.exclude",
          ".*\\.embedding",
          "columns, as regular expressions, that stay in the database, unless the target lists their"
              + " vectors");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(LaneSettings.ALL.stream(), Stream.of(TARGETS, EXCLUDE)).toList();

  @Override
  public String name() {
    return "cdc";
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    Inbox inbox = Inbox.from(config);
    Running running = new Running(TARGETS.in(config), inbox, EXCLUDE.in(config));
    running.look();
    return new Heralded(running, DoorHerald.start(config, inbox, "cdc"));
  }

  private static final long TELL_SECONDS = 5;

  private static final class Running implements RunningService {
    private final Path file;
    private final Inbox inbox;
    private final String exclude;
    private final SystemsView systems;
    private final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "cdc");
              thread.setDaemon(true);
              return thread;
            });
    private final List<Capture> captures = new ArrayList<>();

    Running(Path file, Inbox inbox, String exclude) {
      this.file = file;
      this.inbox = inbox;
      this.exclude = exclude;
      this.systems = SystemsView.follow(inbox.brokers(), "cdc-systems");
    }

    @Override
    public CompletableFuture<Void> failure() {
      return systems.failure();
    }

    private synchronized void look() {
      if (executor.isShutdown()) {
        return;
      }
      try {
        if (Files.exists(file) && systems.known()) {
          List<PostgresTarget> targets = PostgresTarget.read(file, "cdc");
          executor.setCorePoolSize(2 + targets.size());
          for (PostgresTarget target : targets) {
            Capture capture =
                new Capture(
                    target,
                    inbox,
                    exclude,
                    columns(target.name()),
                    systems,
                    Doors.ofProcess().door("cdc"),
                    executor);
            captures.add(capture);
            executor.execute(capture::run);
          }
          var unused =
              executor.scheduleWithFixedDelay(
                  this::tell, TELL_SECONDS, TELL_SECONDS, TimeUnit.SECONDS);
          return;
        }
      } catch (IOException e) {
        log.error("no changes are captured: {}; mend the file", e.getMessage(), e);
      }
      var unused = executor.schedule(this::look, 1, TimeUnit.SECONDS);
    }

    /** Not while anybody waits: a Kafka that is away holds it up. */
    private void tell() {
      List<Capture> all;
      synchronized (this) {
        all = List.copyOf(captures);
      }
      all.forEach(Capture::tell);
    }

    private Capture.Columns columns(String target) {
      return new Capture.Columns() {
        @Override
        public ProtectedColumns protectedOnes() throws IOException {
          return ProtectedColumns.find(file, target);
        }

        @Override
        public List<VectorColumn> vectors() throws IOException {
          return VectorColumn.find(file, target);
        }
      };
    }

    @Override
    public synchronized void close() {
      captures.forEach(Capture::close);
      executor.shutdownNow();
      systems.close();
    }
  }
}
