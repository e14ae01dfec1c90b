package io.homeostat.demo.postgres;

import io.homeostat.demo.postgres.OrdinaryUser.Finished;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's own programs at work on one data directory: initdb, and pg_ctl's start and stop.
 *
 * @param binaries where the programs are
 * @param user who runs them
 * @param data the directory that they work on
 * @param logFile where the server logs
 */
record PostgresProgram(
    PostgresBinaries binaries, OrdinaryUser user, DataDirectory data, Path logFile) {
  private static final Logger log = LoggerFactory.getLogger(PostgresProgram.class);
  private static final Duration INIT_LIMIT = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int LOG_LINES_IN_MESSAGE = 8;

  /** Makes the data directory, whole or not at all. */
  void initialise(Credentials credentials) throws IOException {
    Path fresh = data.path().resolveSibling(data.path().getFileName() + ".new");
    deleteTree(fresh);
    credentials.password(Role.SUPERUSER);
    Finished initdb =
        user.run(
            INIT_LIMIT,
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + Role.SUPERUSER.user(),
                "--pwfile=" + credentials.file(Role.SUPERUSER),
                "--auth=scram-sha-256",
                "--data-checksums",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
    if (!initdb.succeeded()) {
      throw new ServiceException("initdb could not make " + fresh + ": " + initdb.text().strip());
    }
    Files.move(fresh, data.path(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts the server; returns its first process once it takes connections. */
  ProcessHandle start(Duration limit) {
    Finished start =
        user.run(
            limit.plus(GRACE),
            pgCtl(
                "start",
                "--wait",
                "--timeout=" + limit.toSeconds(),
                "--log=" + logFile.toAbsolutePath()));
    return data.postmaster()
        .filter(postmaster -> start.succeeded())
        .orElseThrow(
            () ->
                new ServiceException(
                    "PostgreSQL did not start in "
                        + data.path()
                        + ": "
                        + start.text().strip()
                        + " "
                        + lastWords()
                        + " (more in "
                        + logFile
                        + ")"));
  }

  /**
   * Ends whatever works in the data directory: in order if its postmaster lives, else by force, and
   * clears a stale {@code postmaster.pid}. When it returns, the directory is free.
   */
  void endLeftovers(Duration limit) {
    if (data.postmaster().isPresent()) {
      Finished stop = stop("fast", limit);
      if (!stop.succeeded()) {
        log.warn("PostgreSQL does not stop in order: {}", stop.text().strip());
        stop("immediate", GRACE);
      }
    }
    // Children of a postmaster that was killed notice its death and leave by themselves.
    if (!deserted(GRACE)) {
      List<ProcessHandle> stubborn = data.processes();
      log.warn("ending {} processes left in {} by force", stubborn.size(), data.path());
      stubborn.forEach(ProcessHandle::destroyForcibly);
      if (!deserted(GRACE)) {
        throw new ServiceException(
            "processes " + stubborn + " still use " + data.path() + ": end them, then start again");
      }
    }
    try {
      if (Files.deleteIfExists(data.pidFile())) {
        log.info("PostgreSQL had not stopped in order; it will recover from its log");
      }
    } catch (IOException e) {
      throw new ServiceException("cannot remove the stale " + data.pidFile() + ": " + e, e);
    }
  }

  private Finished stop(String mode, Duration limit) {
    return user.run(
        limit.plus(GRACE),
        pgCtl("stop", "--wait", "--mode=" + mode, "--timeout=" + limit.toSeconds()));
  }

  private List<String> pgCtl(String verb, String... options) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("pg_ctl").toString());
    command.add(verb);
    command.add("--pgdata=" + data.path());
    command.add("--silent");
    command.addAll(List.of(options));
    return command;
  }

  /** Whether nothing works in the directory any more, awaited up to {@code limit}. */
  private boolean deserted(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<ProcessHandle> left = data.processes();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      // An ended process that nobody has buried yet never "exits", so look again now and then.
      var unused =
          left.get(0)
              .onExit()
              .completeOnTimeout(left.get(0), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
              .join();
      left = data.processes();
    }
    return left.isEmpty();
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(logFile);
      return String.join(
          " | ", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_MESSAGE), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
