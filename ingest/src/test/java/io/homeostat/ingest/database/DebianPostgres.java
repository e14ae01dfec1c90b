package io.homeostat.ingest.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The PostgreSQL that Debian has, which is older than the one that the other tests use. Its test is
 * skipped where it is not installed; in CI it fails.
 */
public final class DebianPostgres implements AutoCloseable {
  private static final Path RELEASES = Path.of("/usr/lib/postgresql");

  private final Process server;
  private final PostgresTarget target;

  private DebianPostgres(Process server, PostgresTarget target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts one on a free port of loopback, with pg_stat_statements, as {@code test/debian}.
   *
   * @param folder for its data and its password file
   */
  public static DebianPostgres start(Path folder) throws IOException, InterruptedException {
    Path data = prepare(folder);
    make(folder, "initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust");
    return serve(folder, "test/debian");
  }

  /**
   * Starts a standby of this one, as {@code test/standby}.
   *
   * @param folder for its data and its password file
   */
  public DebianPostgres startStandby(Path folder) throws IOException, InterruptedException {
    Path data = prepare(folder);
    make(
        folder,
        "pg_basebackup",
        "-h",
        "127.0.0.1",
        "-p",
        Integer.toString(target.port()),
        "-U",
        "postgres",
        "-D",
        data.toString(),
        "-R",
        "-X",
        "stream",
        "-c",
        "fast");
    return serve(folder, "test/standby");
  }

  private static Path prepare(Path folder) throws IOException, InterruptedException {
    boolean here = programs().isPresent();
    if (System.getenv("CI") != null) {
      assertTrue(here, "CI installs postgresql");
    }
    assumeTrue(here, "SKIPPED: no PostgreSQL in " + RELEASES);
    Path data = folder.resolve("data");
    Files.createDirectory(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    if (root()) {
      run(List.of("chown", "postgres", data.toString()), folder).waitFor();
    }
    return data;
  }

  private static void make(Path folder, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(asPostgres(program(program)));
    command.addAll(List.of(arguments));
    assertTrue(run(command, folder).waitFor() == 0, () -> output(folder));
  }

  private static DebianPostgres serve(Path folder, String name) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "none");
    int port = freePort();
    Process server =
        run(
            asPostgres(
                program("postgres"),
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_preload_libraries=pg_stat_statements",
                "-c",
                "fsync=off"),
            folder);
    PostgresTarget target =
        new PostgresTarget(
            name,
            "127.0.0.1",
            port,
            "postgres",
            List.of(),
            "postgres",
            new Secret.InFile(password),
            Optional.empty(),
            Optional.empty());
    DebianPostgres postgres = new DebianPostgres(server, target);
    postgres.awaitStart(folder);
    return postgres;
  }

  private static String program(String name) throws IOException {
    return programs().orElseThrow().resolve(name).toString();
  }

  public PostgresTarget target() {
    return target;
  }

  /** Runs statements in one session. */
  public void run(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(target.jdbcUrl(), "postgres", "none");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void awaitStart(Path folder) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try {
        run("SELECT 1");
        return;
      } catch (SQLException e) {
        assertTrue(server.isAlive() && System.nanoTime() < deadline, () -> output(folder));
      }
    }
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(RELEASES)) {
      return Optional.empty();
    }
    try (Stream<Path> releases = Files.list(RELEASES)) {
      return releases
          .map(release -> release.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> asPostgres(String... command) {
    List<String> words = new ArrayList<>();
    if (root()) {
      words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    words.addAll(List.of(command));
    return words;
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Process run(List<String> command, Path folder) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  private static String output(Path folder) {
    try {
      return Files.readString(folder.resolve("output"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    server.destroy();
    if (!server.waitFor(30, TimeUnit.SECONDS)) {
      server.destroyForcibly();
    }
  }
}
