package io.homeostat.demo;

import io.homeostat.demo.cluster.PatroniCluster;
import io.homeostat.demo.control.ControlServer;
import io.homeostat.demo.control.WorldView;
import io.homeostat.demo.fault.BadDeploy;
import io.homeostat.demo.fault.Burst;
import io.homeostat.demo.fault.Fault;
import io.homeostat.demo.fault.Faults;
import io.homeostat.demo.fault.FeatureDrift;
import io.homeostat.demo.fault.IndexBloat;
import io.homeostat.demo.fault.Noise;
import io.homeostat.demo.fault.PrimaryLoss;
import io.homeostat.demo.fault.SchemaBreak;
import io.homeostat.demo.kubernetes.ApiServer;
import io.homeostat.demo.kubernetes.DeploymentController;
import io.homeostat.demo.ledger.Ledger;
import io.homeostat.demo.pages.PageBook;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.PostgresServer;
import io.homeostat.demo.rag.Corpus;
import io.homeostat.demo.rag.Demand;
import io.homeostat.demo.rag.RagWorld;
import io.homeostat.demo.rag.Retriever;
import io.homeostat.demo.rag.Season;
import io.homeostat.demo.rag.Traffic;
import io.homeostat.demo.rag.TrafficPlan;
import io.homeostat.demo.telemetry.OtlpExporter;
import io.homeostat.demo.telemetry.RetrieverTelemetry;
import io.homeostat.demo.training.Training;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo world, running: PostgreSQL, its ledger, the retriever with its users and its telemetry,
 * the faults, and the API that controls them. Parts stop in the opposite order of their start.
 */
public final class DemoWorld implements RunningService {
  private static final Logger log = LoggerFactory.getLogger(DemoWorld.class);
  private static final double SEASON_SWING = 0.4;
  private static final Duration DAY = Duration.ofMinutes(10);

  /** Homeostat has read the healthy cluster a few times by then. */
  private static final Duration CLUSTER_CALM = Duration.ofSeconds(15);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<String, String> addresses = new TreeMap<>();
  private CompletableFuture<Void> failure = new CompletableFuture<>();

  private DemoWorld() {}

  /**
   * Starts the whole world, or nothing.
   *
   * @throws ServiceException when a part can't start, with the cause and the remedy
   */
  public static DemoWorld start(DemoSettings settings, InstantSource time) {
    DemoWorld world = new DemoWorld();
    try {
      world.startParts(settings, time);
      return world;
    } catch (SQLException e) {
      world.close();
      throw new ServiceException("the demo's database does not answer: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
  }

  @Override
  public Map<String, String> addresses() {
    return Map.copyOf(addresses);
  }

  @Override
  public CompletableFuture<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.warn("a part of the demo did not close cleanly", e);
      }
    }
  }

  private void startParts(DemoSettings settings, InstantSource time) throws SQLException {
    part(FolderLock.take(settings.folder()));
    PostgresServer postgres =
        part(
            PostgresServer.start(
                settings.folder(),
                settings.postgresHome(),
                settings.postgresLog(),
                settings.postgresPort()));
    failure = postgres.failure();
    Database rag =
        RagWorld.open(postgres.maintenance(), new Corpus(settings.seed(), settings.documents()));
    part(new Ledger(rag).watch());
    Demand demand = new Demand(new Season(settings.requestsPerSecond(), SEASON_SWING, DAY));
    OtlpExporter exporter = part(OtlpExporter.start(settings.otlpEndpoint()));
    RetrieverTelemetry telemetry = new RetrieverTelemetry(exporter, time, settings.slowMillis());
    Retriever retriever = part(Retriever.start(rag, settings.retrieverPort(), telemetry));
    Delivery delivery = part(Delivery.start(settings, retriever, time));
    ApiServer kubernetes =
        part(
            ApiServer.start(
                settings.folder().resolve("kubernetes"), settings.kubernetesPort(), time));
    part(DeploymentController.start(kubernetes, retriever.workers()::resize));
    Training training = part(Training.open(rag, settings.secrets(), retriever::rankBy, time));
    letUsersIn(settings, retriever, telemetry, demand, time);
    TargetsFile targets = new TargetsFile(settings.targetsFile(), rag, delivery, kubernetes);
    PatroniCluster cluster =
        part(
            new PatroniCluster(
                settings.folder().resolve("cluster"), settings.logs(), targets::write));
    cluster.endLeftovers();
    List<Fault> all = new ArrayList<>();
    all.add(new IndexBloat(rag, Duration.ofSeconds(settings.faultSeconds())));
    all.add(new BadDeploy(delivery.repository()));
    all.add(new SchemaBreak(rag, delivery.repository()));
    all.add(new FeatureDrift(rag, training, Duration.ofSeconds(settings.faultSeconds())));
    all.add(new Burst(demand, Duration.ofSeconds(settings.burstSeconds())));
    all.add(
        new Noise(rag, delivery.repository(), demand, Duration.ofSeconds(settings.noiseSeconds())));
    all.addAll(PrimaryLoss.all(cluster, CLUSTER_CALM));
    Faults faults = part(new Faults(rag, all, Duration.ofSeconds(settings.calmSeconds())));
    ControlServer control =
        part(
            ControlServer.start(
                settings.controlPort(),
                settings.seed(),
                faults,
                new WorldView(rag, retriever, kubernetes),
                delivery.control(),
                cluster));
    control.add(PageBook.PATH, PageBook.open(settings.secrets(), time)::handle);
    PageBook.writeReceivers(settings.receiversFile(), settings.secrets(), control.address());
    control.add(Training.PATH, training::handle);
    targets.trainAt(
        control.address().resolve(Training.PATH), Training.secretFile(settings.secrets()));
    targets.write(Optional.empty());
    if (settings.cluster()) {
      cluster.start();
    }
    addresses.put("postgres", "postgresql://" + rag.host() + ":" + rag.port() + "/" + rag.name());
    addresses.put("retriever", retriever.address().toString());
    addresses.put("git", delivery.address().toString());
    addresses.put("kubernetes", kubernetes.address().toString());
    addresses.put("demo", control.address().toString());
  }

  /** The users come once there are workers to answer them. */
  private void letUsersIn(
      DemoSettings settings,
      Retriever retriever,
      RetrieverTelemetry telemetry,
      Demand demand,
      InstantSource time) {
    Duration second = Duration.ofSeconds(1);
    part(
        Periodic.start(
            "retriever-features", second, () -> retriever.served().flush(retriever.pool())));
    part(Periodic.start("retriever-telemetry", second, () -> telemetry.endSecond(retriever)));
    part(
        Traffic.start(
            retriever.address(),
            new TrafficPlan(settings.seed(), demand),
            time,
            retriever.workers()::shed));
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }
}
