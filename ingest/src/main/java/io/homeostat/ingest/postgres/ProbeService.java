package io.homeostat.ingest.postgres;

import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.DoorHerald;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.door.Heralded;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.ingest.milvus.MilvusProbes;
import io.homeostat.ingest.patroni.ClusterProbes;
import io.homeostat.ingest.probe.Crew;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.ingest.redis.RedisProbes;
import io.homeostat.ingest.shape.ShapeListener;
import io.homeostat.ingest.shape.ShapeMemory;
import io.homeostat.ingest.shape.ShapeWatch;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.targets.MilvusTarget;
import io.homeostat.schemas.targets.RedisTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.LaneSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The service {@code probe}: reads every target in {@code targets.file} that has a {@code probe}
 * role, every Redis, Milvus and cluster there, each two seconds. The file may come later than the
 * service, and change.
 */
public final class ProbeService implements Service {
  /** The door by which PostgreSQL is read. */
  static final String DOOR = "probe";

  private static final int HOUR_MILLIS = 3_600_000;
  private static final int MEBIBYTES_256 = 256 * 1024 * 1024;
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
  private static final Setting<Integer> STATEMENT =
      Setting.number(
          "probe.statement.millis",
          2_000,
          100,
          60_000,
          "the limit for each of the probe's statements");
  private static final Setting<Integer> RELATIONS =
      Setting.number(
          "probe.relations.most",
          500,
          1,
          100_000,
          "how many tables, and how many indexes, of a database are read; the largest first");
  private static final Setting<Integer> TABLE_BYTES =
      Setting.number(
          "probe.table.most.bytes",
          MEBIBYTES_256,
          0,
          Integer.MAX_VALUE,
          "the most that is read of a table for its bloat; 0 for none");
  private static final Setting<Integer> RECALL_K =
      Setting.number(
          "probe.recall.k", 10, 1, 1_000, "how many nearest rows a sampled vector search asks for");
  private static final Setting<Integer> RECALL_BYTES =
      Setting.number(
          "probe.recall.most.bytes",
          MEBIBYTES_256,
          0,
          Integer.MAX_VALUE,
          "the largest table of vectors that is searched exactly for recall; 0 for none");
  private static final Setting<Integer> INDEX_BYTES =
      Setting.number(
          "probe.index.most.bytes",
          MEBIBYTES_256,
          0,
          Integer.MAX_VALUE,
          "the largest index whose leaves are read");
  private static final List<Setting<?>> SETTINGS =
      Stream.concat(
              LaneSettings.ALL.stream(),
              Stream.of(
                  TARGETS,
                  INTERVAL,
                  STATEMENT,
                  INDEX_INTERVAL,
                  INDEX_BYTES,
                  TABLE_BYTES,
                  RELATIONS,
                  RECALL_K,
                  RECALL_BYTES))
          .toList();

  @Override
  public String name() {
    return DOOR;
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    Inbox inbox = Inbox.from(config);
    Path targets = TARGETS.in(config);
    DoorPublisher publisher = inbox.publisher(DOOR, Map.of());
    SystemsView systems = SystemsView.follow(inbox.brokers(), "probe-systems");
    ShapeMemory shapes = ShapeMemory.open(inbox.brokers(), publisher);
    Crew<Look> postgres =
        postgres(
            targets,
            limits(config),
            () ->
                new ShapeWatch(
                    shapes,
                    publisher,
                    () -> systems.known() ? Optional.of(systems) : Optional.empty()),
            publisher);
    Crew<RedisTarget> redis =
        RedisProbes.start(
            targets, INTERVAL.in(config), inbox.publisher(RedisProbes.DOOR, Map.of()));
    Crew<MilvusTarget> milvus =
        MilvusProbes.start(
            targets, INTERVAL.in(config), inbox.publisher(MilvusProbes.DOOR, Map.of()));
    ClusterProbes clusters =
        ClusterProbes.start(targets, inbox.publisher(ClusterProbes.DOOR, Map.of()));
    RunningService all =
        new RunningService() {
          @Override
          public CompletableFuture<Void> failure() {
            return CompletableFuture.anyOf(systems.failure(), shapes.failure())
                .thenApply(unused -> null);
          }

          @Override
          public void close() {
            postgres.close();
            redis.close();
            milvus.close();
            clusters.close();
            shapes.close();
            systems.close();
          }
        };
    return new Heralded(
        all,
        DoorHerald.start(
            config, inbox, DOOR, RedisProbes.DOOR, MilvusProbes.DOOR, ClusterProbes.DOOR));
  }

  static Crew<Look> postgres(
      Path targets, ProbeLimits limits, Supplier<ShapeListener> shapes, DoorPublisher publisher) {
    Looks looks = new Looks(limits);
    Door door = Doors.ofProcess().door(DOOR);
    return Crew.start(
        "probe",
        targets,
        looks::read,
        look ->
            new Probe(
                look,
                limits,
                shapes.get(),
                new Teller(look.toString(), publisher, door),
                InstantSource.system()),
        publisher);
  }

  private static ProbeLimits limits(ServiceConfig config) {
    return new ProbeLimits(
        INTERVAL.in(config),
        STATEMENT.in(config),
        INDEX_INTERVAL.in(config),
        INDEX_BYTES.in(config),
        TABLE_BYTES.in(config),
        RELATIONS.in(config),
        RECALL_K.in(config),
        RECALL_BYTES.in(config));
  }
}
