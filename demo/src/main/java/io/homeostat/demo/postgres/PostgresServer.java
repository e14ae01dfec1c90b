package io.homeostat.demo.postgres;

import io.homeostat.demo.Loopback;
import io.homeostat.demo.Periodic;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL whose data outlives it. A start resumes the data that is there, also after a
 * {@code kill -9} of everything: what still works in the data directory is ended first, then
 * PostgreSQL recovers from its log.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final String INCLUDE = "include_if_exists = 'homeostat.conf'\n";
  private static final long LONGEST_LOG_BYTES = 16L << 20;
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

  private final PostgresProgram program;
  private final Database maintenance;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final ProcessHandle postmaster;
  private final Periodic watch;

  private PostgresServer(PostgresProgram program, Database maintenance, ProcessHandle postmaster) {
    this.program = program;
    this.maintenance = maintenance;
    this.postmaster = postmaster;
    this.watch = Periodic.start("postgres-watch", WATCH_INTERVAL, this::watch);
  }

  /**
   * Starts PostgreSQL and returns once it takes connections.
   *
   * @param folder the demo's folder; data, programs and passwords live below it
   * @param home where the programs are; empty to unpack those of the archive
   * @param logFile where PostgreSQL logs
   * @param port the TCP port on 127.0.0.1
   * @throws ServiceException when it can't start, with the cause and the remedy
   */
  public static PostgresServer start(Path folder, Optional<Path> home, Path logFile, int port) {
    DataDirectory data = new DataDirectory(folder.resolve("postgres"));
    Credentials credentials = new Credentials(folder.resolve("secrets"));
    PostgresProgram program =
        new PostgresProgram(
            home.map(PostgresBinaries::at)
                .orElseGet(() -> PostgresBinaries.unpack(folder.resolve("programs"))),
            OrdinaryUser.detect(),
            data,
            logFile);
    try {
      Files.createDirectories(logFile.toAbsolutePath().getParent());
      setAsideLongLog(logFile);
      if (data.exists()) {
        data.verify();
        program.endLeftovers(STOP_LIMIT);
        requirePassword(credentials, data);
      } else {
        program.initialise(credentials);
        Files.writeString(
            data.path().resolve("postgresql.conf"), INCLUDE, StandardOpenOption.APPEND);
      }
      requireFree(port);
      Files.writeString(data.path().resolve("homeostat.conf"), new ServerSettings(port).text());
    } catch (IOException e) {
      throw new ServiceException("cannot prepare PostgreSQL in " + folder + ": " + e, e);
    }
    ProcessHandle postmaster = program.start(START_LIMIT);
    log.info("PostgreSQL runs on port {} as process {}", port, postmaster.pid());
    return new PostgresServer(
        program, new Database(Loopback.HOST, port, "postgres", credentials), postmaster);
  }

  /** The database that is always there, for making others. */
  public Database maintenance() {
    return maintenance;
  }

  /** The process that the others are children of. */
  public ProcessHandle postmaster() {
    return postmaster;
  }

  /** Completes exceptionally when PostgreSQL ends unasked. */
  public CompletableFuture<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    watch.close();
    program.endLeftovers(STOP_LIMIT);
    log.info("PostgreSQL has stopped");
  }

  private void watch() {
    if (!program.data().isUsedBy(postmaster.pid())) {
      failure.completeExceptionally(
          new ServiceException(
              "PostgreSQL (process "
                  + postmaster.pid()
                  + ") ended unasked: see "
                  + program.logFile()));
    }
  }

  /** Before a start, a log that has grown long makes room; one old log is kept. */
  private static void setAsideLongLog(Path logFile) throws IOException {
    if (Files.exists(logFile) && Files.size(logFile) > LONGEST_LOG_BYTES) {
      Files.move(
          logFile,
          logFile.resolveSibling(logFile.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void requirePassword(Credentials credentials, DataDirectory data) {
    if (!Files.exists(credentials.file(Role.SUPERUSER))) {
      throw new ServiceException(
          "the password file "
              + credentials.file(Role.SUPERUSER)
              + " is gone, so nobody can open the data in "
              + data.path()
              + ": put it back, or remove "
              + data.path()
              + " to start anew");
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(Loopback.port(port));
    } catch (IOException e) {
      throw new ServiceException(
          "port "
              + port
              + " on "
              + Loopback.HOST
              + " is taken: end what listens there, or set demo.postgres.port",
          e);
    }
  }
}
