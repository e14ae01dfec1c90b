package io.homeostat.demo.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.demo.Loopback;
import io.homeostat.demo.TestFolder;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  // One data directory that the tests restart again and again, as a machine does.
  private static TestFolder folder;
  private static int port;

  @BeforeAll
  static void createFolder() throws IOException {
    folder = TestFolder.create();
    port = TestFolder.freePort();
  }

  @AfterAll
  static void removeFolder() throws IOException {
    data().processes().forEach(ProcessHandle::destroyForcibly);
    folder.close();
  }

  @Test
  void dataOutlivesARestartAndNothingStaysBehind() throws Exception {
    try (PostgresServer server = start()) {
      execute(server, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer");
    }
    assertThat(data().processes()).isEmpty();
    try (PostgresServer server = start()) {
      assertThat(number(server, "SELECT answer FROM kept")).isEqualTo(42);
    }
  }

  @Test
  void aKilledPostmasterIsReportedAndTheNextStartRecovers() throws Exception {
    PostgresServer killed = start();
    execute(killed, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer");
    killed.postmaster().destroyForcibly();
    assertThat(killed.failure())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("ended unasked");
    try (PostgresServer server = start()) {
      assertThat(number(server, "SELECT answer FROM kept")).isEqualTo(42);
      assertThat(server.failure()).isNotDone();
    }
  }

  @Test
  void anOrphanOfAnEarlierLifeIsEndedFirst() throws Exception {
    PostgresServer orphan = start();
    execute(orphan, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer");
    ProcessHandle orphaned = orphan.postmaster();
    try (PostgresServer server = start()) {
      assertThat(data().isUsedBy(orphaned.pid())).isFalse();
      assertThat(server.postmaster().pid()).isNotEqualTo(orphaned.pid());
      assertThat(number(server, "SELECT answer FROM kept")).isEqualTo(42);
    }
  }

  @Test
  void aStalePidFileThatNamesAStrangerHarmsNobody() throws Exception {
    start().close();
    Path pidFile = folder.demo().resolve("postgres").resolve("postmaster.pid");
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, stranger.pid() + "\n");
      try (PostgresServer server = start()) {
        assertThat(number(server, "SELECT 1")).isEqualTo(1);
      }
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void logicalDecodingIsOnAndPasswordsArePrivate() throws Exception {
    try (PostgresServer server = start()) {
      assertThat(text(server, "SHOW wal_level")).isEqualTo("logical");
      assertThat(text(server, "SHOW data_checksums")).isEqualTo("on");
      Path password = server.maintenance().credentials().file(Role.SUPERUSER);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aTakenPortIsNamedWithItsRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.port(0));
      int takenPort = taken.getLocalPort();
      assertThatThrownBy(() -> start(folder, takenPort))
          .isInstanceOf(ServiceException.class)
          .hasMessageContainingAll("port " + takenPort, "taken", "demo.postgres.port");
    }
  }

  @Test
  void dataOfAnotherVersionIsRefused() throws IOException {
    try (TestFolder other = TestFolder.create()) {
      Path data = Files.createDirectories(other.demo().resolve("postgres"));
      Files.writeString(data.resolve("PG_VERSION"), "16\n");
      assertThatThrownBy(() -> start(other, port))
          .isInstanceOf(ServiceException.class)
          .hasMessageContainingAll("PostgreSQL 16", "remove it");
    }
  }

  @Test
  void aFolderThatIsNoDatabaseIsRefused() throws IOException {
    try (TestFolder other = TestFolder.create()) {
      Files.createDirectories(other.demo().resolve("postgres"));
      assertThatThrownBy(() -> start(other, port))
          .isInstanceOf(ServiceException.class)
          .hasMessageContainingAll("no PostgreSQL data directory", "remove it");
    }
  }

  @Test
  void aLostPasswordFileIsNamed() throws IOException {
    PostgresServer server = start();
    server.close();
    Path password = server.maintenance().credentials().file(Role.SUPERUSER);
    Path elsewhere = folder.dataDir().resolve("lost.password");
    Files.move(password, elsewhere);
    try {
      assertThatThrownBy(PostgresServerTest::start)
          .isInstanceOf(ServiceException.class)
          .hasMessageContainingAll("postgres.password", "put it back");
    } finally {
      Files.move(elsewhere, password);
    }
  }

  @Test
  void programsAreNamedForTheMachine() {
    assertThat(
            List.of(
                PostgresBinaries.archive("Linux", "amd64"),
                PostgresBinaries.archive("Linux", "aarch64")))
        .containsExactly("/postgres-linux-x86_64.txz", "/postgres-linux-arm_64.txz")
        .allSatisfy(archive -> assertThat(PostgresBinaries.class.getResource(archive)).isNotNull());
    assertThatThrownBy(() -> PostgresBinaries.archive("Mac OS X", "aarch64"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("run it on Linux");
  }

  @Test
  void aPostgresInstalledElsewhereIsTakenIfItIsOfTheRightVersion(@TempDir Path elsewhere)
      throws IOException {
    PostgresBinaries own = PostgresBinaries.unpack(folder.demo().resolve("programs"));
    assertThat(PostgresBinaries.at(own.home()).program("initdb")).isExecutable();
    assertThatThrownBy(() -> PostgresBinaries.at(elsewhere))
        .isInstanceOf(ServiceException.class)
        .hasMessageContainingAll("demo.postgres.home", "no program", "/usr/lib/postgresql/17");
    Path bin = Files.createDirectories(elsewhere.resolve("bin"));
    for (String name : List.of("postgres", "initdb", "pg_ctl")) {
      Files.writeString(bin.resolve(name), "#!/bin/sh\necho 'postgres (PostgreSQL) 15.9'\n");
      Files.setPosixFilePermissions(
          bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThatThrownBy(() -> PostgresBinaries.at(elsewhere))
        .isInstanceOf(ServiceException.class)
        .hasMessageContainingAll("15.9", "PostgreSQL 17");
  }

  private static PostgresServer start() {
    return start(folder, port);
  }

  private static PostgresServer start(TestFolder where, int onPort) {
    return PostgresServer.start(
        where.demo(), Optional.empty(), where.dataDir().resolve("postgres.log"), onPort);
  }

  private static DataDirectory data() {
    return new DataDirectory(folder.demo().resolve("postgres"));
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.maintenance().connect(Role.SUPERUSER, "test");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(PostgresServer server, String sql) throws SQLException {
    return Integer.parseInt(text(server, sql));
  }

  private static String text(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.maintenance().connect(Role.SUPERUSER, "test");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
