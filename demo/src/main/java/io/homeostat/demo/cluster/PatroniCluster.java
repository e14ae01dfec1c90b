package io.homeostat.demo.cluster;

import io.homeostat.demo.postgres.Credentials;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.OrdinaryUser;
import io.homeostat.demo.postgres.Role;
import io.homeostat.schemas.patroni.ClusterReader;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading;
import io.homeostat.schemas.patroni.PatroniApi;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster of three members that Patroni keeps over one etcd. It is made when it is first asked
 * for; its data stays. Synchronous mode is on, as where no confirmed commit may be lost.
 */
public final class PatroniCluster implements AutoCloseable {
  /** How many members it has. */
  static final int MEMBERS = 3;

  /** Its name in Patroni's store. */
  static final String SCOPE = "ha";

  /** Its path as an entity. */
  static final String TARGET = "demo/ha";

  private static final Logger log = LoggerFactory.getLogger(PatroniCluster.class);
  private static final Duration HEALTHY_LIMIT = Duration.ofMinutes(2);
  private static final Duration ETCD_STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
  private static final String PROBE_ROLE =
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
          CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
        END IF;
      END $$
      """;

  private final Path folder;
  private final Path logs;
  private final PatroniApi api = new PatroniApi();
  private final Credentials credentials;
  private final Consumer<Optional<PatroniTarget>> announce;
  private volatile boolean running;

  /**
   * A cluster that does not run yet.
   *
   * @param folder its own folder
   * @param logs where its programs write
   * @param announce told of the cluster once it is healthy, and when it ends
   */
  public PatroniCluster(Path folder, Path logs, Consumer<Optional<PatroniTarget>> announce) {
    this.folder = folder;
    this.logs = logs;
    this.credentials = new Credentials(folder.resolve("secrets"));
    this.announce = announce;
  }

  /** Why it can't run on this machine, and what would help; empty if it can. */
  public Optional<String> missing() {
    return ClusterPrograms.missing();
  }

  /** Whether it was started, and not stopped since. */
  public boolean running() {
    return running;
  }

  /**
   * Starts what does not run of it, and returns once all its members are healthy.
   *
   * @throws ServiceException when it can't, with the cause
   */
  public synchronized void start() {
    try {
      Files.createDirectories(folder.resolve("etcd"));
    } catch (IOException e) {
      throw new ServiceException("cannot make " + folder + ": " + e, e);
    }
    boolean before = running;
    running = true;
    etcd().start();
    for (PatroniNode node : nodes()) {
      node.thaw();
      node.start();
    }
    String leader = awaitHealthy();
    if (!before) {
      makeProbeRole(leader);
      announce.accept(Optional.of(target(identity(read()))));
      log.info("the cluster runs in {}: {} leads", folder, leader);
    }
  }

  /** Ends what a demo that was killed has left running. */
  public synchronized void endLeftovers() {
    if (Files.exists(folder.resolve("ports")) && missing().isEmpty()) {
      stop();
    }
  }

  /** Everything read once, by Homeostat's own means. */
  public ClusterReading read() {
    try (ClusterReader reader = new ClusterReader(target(Optional.empty()), api)) {
      return reader.read();
    }
  }

  /** Ends agent and PostgreSQL of a member by SIGKILL. */
  public void kill(String member) {
    log.info("{} is killed: agent and PostgreSQL", member);
    node(member).kill();
  }

  /** Halts a member's PostgreSQL, so that it answers nobody new. */
  public void freeze(String member) {
    log.info("PostgreSQL of {} is halted", member);
    node(member).freeze();
  }

  @Override
  public synchronized void close() {
    if (running) {
      announce.accept(Optional.empty());
      stop();
    }
  }

  private void stop() {
    running = false;
    // Standbys first, so that nobody is made the leader on the way.
    List<PatroniNode> nodes = nodes();
    Optional<String> leader = read().leader();
    nodes.stream()
        .filter(node -> leader.filter(node.name()::equals).isEmpty())
        .parallel()
        .forEach(PatroniNode::stop);
    nodes.forEach(PatroniNode::stop);
    etcd().stop(ETCD_STOP_LIMIT);
    log.info("the cluster has stopped");
  }

  /** Returns the leader once it takes writes and every other follows it, one of them in step. */
  private String awaitHealthy() {
    long deadline = System.nanoTime() + HEALTHY_LIMIT.toNanos();
    ClusterReading reading;
    do {
      reading = read();
      if (healthy(reading)) {
        return reading.leader().orElseThrow();
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new ServiceException("interrupted while the cluster started");
      }
    } while (System.nanoTime() < deadline);
    throw new ServiceException(
        "the cluster in "
            + folder
            + " is not healthy after "
            + HEALTHY_LIMIT.toSeconds()
            + " s: "
            + reading
            + "; see "
            + logs
            + "/cluster-node1.log and its neighbours");
  }

  private static boolean healthy(ClusterReading reading) {
    long lag = reading.settings().map(settings -> settings.maximumLagBytes()).orElse(0L);
    return reading.leaderLost().filter(lost -> !lost).isPresent()
        && reading.writable().orElse(0) == 1
        && reading.candidates(ClusterReading.Reach.BEYOND_SYNCHRONOUS, lag).size() == MEMBERS - 1
        && reading.view().orElseThrow().members().stream().anyMatch(ClusterView.Entry::synchronous);
  }

  private void makeProbeRole(String leader) {
    PatroniTarget.Member member = node(leader).member();
    Database database = new Database(member.host(), member.port(), "postgres", credentials);
    try (Connection connection = database.connect(Role.SUPERUSER, "demo-cluster");
        Statement statement = connection.createStatement()) {
      statement.execute(PROBE_ROLE.formatted(Role.PROBE.user(), credentials.password(Role.PROBE)));
    } catch (SQLException e) {
      throw new ServiceException("the cluster's leader refused: " + e.getMessage(), e);
    }
  }

  private static Optional<String> identity(ClusterReading reading) {
    return reading.members().stream()
        .flatMap(member -> member.agent().stream())
        .map(MemberReading.Agent::systemIdentifier)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private PatroniTarget target(Optional<String> identity) {
    // The probe's role comes with the leader; until then the superuser reads.
    Role reader = identity.isPresent() ? Role.PROBE : Role.SUPERUSER;
    credentials.password(reader);
    return new PatroniTarget(
        TARGET,
        identity,
        "postgres",
        nodes().stream().map(PatroniNode::member).toList(),
        new PatroniTarget.Login(reader.user(), credentials.file(reader)),
        Optional.of(
            new PatroniTarget.Login(Role.ACTUATOR.user(), credentials.file(Role.ACTUATOR))));
  }

  private PatroniNode node(String name) {
    return nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no member " + name));
  }

  private List<PatroniNode> nodes() {
    ClusterPorts ports = ClusterPorts.of(folder);
    ClusterPrograms programs = ClusterPrograms.find();
    OrdinaryUser user = OrdinaryUser.detect();
    List<PatroniNode> nodes = new ArrayList<>();
    for (int number = 1; number <= MEMBERS; number++) {
      Path own = folder.resolve("node" + number);
      nodes.add(new PatroniNode(number, own, ports, programs, user, credentials, logs));
    }
    return nodes;
  }

  private FolderProcess etcd() {
    ClusterPorts ports = ClusterPorts.of(folder);
    String clients = "http://127.0.0.1:" + ports.etcdClients();
    String peers = "http://127.0.0.1:" + ports.etcdPeers();
    return new FolderProcess(
        folder.resolve("etcd"),
        List.of(
            ClusterPrograms.find().etcd().toString(),
            "--name=demo",
            "--data-dir=data",
            "--unsafe-no-fsync",
            "--auto-compaction-retention=10m",
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=demo=" + peers,
            "--log-level=warn"),
        logs.resolve("cluster-etcd.log"));
  }
}
