package io.homeostat.demo.cluster;

import io.homeostat.demo.postgres.Credentials;
import io.homeostat.demo.postgres.DataDirectory;
import io.homeostat.demo.postgres.OrdinaryUser;
import io.homeostat.demo.postgres.Role;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * One member of the cluster: Patroni's agent, and the PostgreSQL that it keeps.
 *
 * @param number its place among the members, from 1
 * @param folder its own folder
 * @param ports the cluster's ports
 * @param programs the programs
 * @param user who runs them
 * @param credentials the passwords of the cluster's roles
 * @param logs where its agent's and PostgreSQL's words go
 */
record PatroniNode(
    int number,
    Path folder,
    ClusterPorts ports,
    ClusterPrograms programs,
    OrdinaryUser user,
    Credentials credentials,
    Path logs) {
  private static final String HOST = "127.0.0.1";
  private static final String CONFIG = "patroni.yml";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  String name() {
    return "node" + number;
  }

  /** How the rest of Homeostat finds it. */
  PatroniTarget.Member member() {
    return new PatroniTarget.Member(
        name(),
        URI.create("http://" + HOST + ":" + ports.api(number)),
        HOST,
        ports.postgres(number));
  }

  /** Starts the agent, which starts PostgreSQL; nothing if it runs. */
  void start() {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(folder.resolve(CONFIG), config());
      Files.setPosixFilePermissions(
          folder.resolve(CONFIG), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new ServiceException("cannot prepare " + folder + ": " + e, e);
    }
    agent().start();
  }

  /** Ends agent and PostgreSQL in order. */
  void stop() {
    thaw();
    agent().stop(STOP_LIMIT);
    postgres().stop(STOP_LIMIT);
  }

  /** Ends agent and PostgreSQL by SIGKILL, the agent first, so that it mends nothing. */
  void kill() {
    agent().kill();
    postgres().kill();
  }

  /** Halts PostgreSQL's first process: sessions go on, and nobody new is let in. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets it go on, if it was halted. */
  void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    new DataDirectory(data())
        .postmaster()
        .ifPresent(
            postmaster -> {
              OrdinaryUser.Finished sent =
                  new OrdinaryUser(List.of())
                      .run(
                          Duration.ofSeconds(5),
                          List.of("sh", "-c", "kill " + signal + " " + postmaster.pid()));
              if (!sent.succeeded() && postmaster.isAlive()) {
                throw new ServiceException("kill " + signal + " failed: " + sent.text().strip());
              }
            });
  }

  private Path data() {
    return folder.resolve("data");
  }

  private FolderProcess agent() {
    List<String> command = new ArrayList<>(user.prefix());
    command.add(programs.patroni().toString());
    command.add(CONFIG);
    return new FolderProcess(folder, command, logs.resolve("cluster-" + name() + ".log"));
  }

  /** Only ever ended from here; its agent starts it. */
  private FolderProcess postgres() {
    return new FolderProcess(data(), List.of("postgres"), logs.resolve("unused.log"));
  }

  private String config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("scope", PatroniCluster.SCOPE);
    config.put("namespace", "/homeostat/");
    config.put("name", name());
    config.put(
        "restapi",
        Map.of(
            "listen",
            HOST + ":" + ports.api(number),
            "connect_address",
            HOST + ":" + ports.api(number),
            "authentication",
            login(Role.ACTUATOR)));
    config.put("etcd3", Map.of("hosts", List.of(HOST + ":" + ports.etcdClients())));
    config.put("bootstrap", bootstrap());
    config.put("postgresql", postgresql());
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(config);
  }

  /** Read once, when the cluster is first made; short times, so that a demo is soon told. */
  private static Map<String, Object> bootstrap() {
    Map<String, Object> dcs = new LinkedHashMap<>();
    dcs.put("ttl", 20);
    dcs.put("loop_wait", 2);
    dcs.put("retry_timeout", 3);
    dcs.put("maximum_lag_on_failover", 1 << 20);
    dcs.put("synchronous_mode", true);
    dcs.put("primary_stop_timeout", 3);
    dcs.put(
        "postgresql",
        Map.of(
            "use_pg_rewind",
            false,
            "use_slots",
            true,
            "parameters",
            Map.of(
                "max_connections", 30,
                "shared_buffers", "16MB",
                "max_wal_senders", 8,
                "max_replication_slots", 8,
                "wal_keep_size", "64MB",
                "max_wal_size", "128MB",
                "timezone", "UTC",
                "log_timezone", "UTC")));
    return Map.of(
        "dcs",
        dcs,
        "initdb",
        List.of(
            "data-checksums",
            "no-sync",
            Map.of("encoding", "UTF8"),
            Map.of("locale", "C"),
            Map.of("auth", "scram-sha-256")));
  }

  private Map<String, Object> postgresql() {
    Map<String, Object> postgresql = new LinkedHashMap<>();
    postgresql.put("listen", HOST + ":" + ports.postgres(number));
    postgresql.put("connect_address", HOST + ":" + ports.postgres(number));
    postgresql.put("data_dir", data().toAbsolutePath().toString());
    postgresql.put("bin_dir", programs.postgres().toString());
    postgresql.put("pgpass", folder.resolve("pgpass").toAbsolutePath().toString());
    postgresql.put("remove_data_directory_on_diverged_timelines", true);
    postgresql.put("parameters", Map.of("unix_socket_directories", ""));
    postgresql.put(
        "pg_hba",
        List.of(
            "host all all 127.0.0.1/32 scram-sha-256",
            "host replication " + Role.CDC.user() + " 127.0.0.1/32 scram-sha-256"));
    postgresql.put(
        "authentication",
        Map.of("superuser", login(Role.SUPERUSER), "replication", login(Role.CDC)));
    return postgresql;
  }

  private Map<String, Object> login(Role role) {
    return Map.of("username", role.user(), "password", credentials.password(role));
  }
}
