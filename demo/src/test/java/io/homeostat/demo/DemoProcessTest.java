package io.homeostat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.demo.postgres.Credentials;
import io.homeostat.demo.postgres.DataDirectory;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.schemas.service.ServiceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo as a process of its own, ended in the ways in which processes end. */
class DemoProcessTest {
  private TestFolder folder;
  private Path config;
  private int postgresPort;

  @BeforeEach
  void createFolder() throws IOException {
    folder = TestFolder.create();
    postgresPort = TestFolder.freePort();
    config = folder.dataDir().resolve("homeostat.properties");
    Files.write(
        config,
        List.of(
            "data.dir=" + folder.dataDir(),
            "otlp.endpoint=http://127.0.0.1:9",
            "demo.postgres.port=" + postgresPort,
            "demo.retriever.port=0",
            "demo.control.port=0",
            "demo.documents=1000"));
  }

  @AfterEach
  void removeFolder() throws IOException {
    data().processes().forEach(ProcessHandle::destroyForcibly);
    folder.close();
  }

  @Test
  void itResumesAfterKill9AndEndsWithItsLifeline() throws Exception {
    Process first = start();
    String madeAt = query("SELECT made_at FROM demo.world");
    execute("UPDATE public.features SET served = 4711 WHERE document_id = 1");
    ProcessHandle orphan = data().postmaster().orElseThrow();
    first.destroyForcibly().waitFor();
    assertThat(data().isUsedBy(orphan.pid())).as("PostgreSQL outlives its demo").isTrue();

    Process second = start();
    assertThat(data().isUsedBy(orphan.pid())).isFalse();
    assertThat(query("SELECT made_at FROM demo.world")).isEqualTo(madeAt);
    assertThat(query("SELECT served >= 4711 FROM public.features WHERE document_id = 1"))
        .isEqualTo("t");

    second.getOutputStream().close();
    assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isZero();
    assertThat(data().processes()).isEmpty();
  }

  @Test
  void aDemoWhosePostgresIsKilledEndsWithAFailure() throws Exception {
    Process demo = start();
    data().postmaster().orElseThrow().destroyForcibly();
    assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(70);
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceMain.class.getName(),
                "--config",
                config.toString(),
                "--lifeline",
                "demo")
            .redirectError(folder.dataDir().resolve("demo.log").toFile())
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith(ServiceMain.READY)) {
      line = output.readLine();
    }
    assertThat(line)
        .as(() -> "ready; its log: " + log())
        .isNotNull()
        .contains("\"postgres\":\"postgresql://127.0.0.1:" + postgresPort + "/rag\"");
    return process;
  }

  private String log() {
    try {
      return Files.readString(folder.dataDir().resolve("demo.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private DataDirectory data() {
    return new DataDirectory(folder.demo().resolve("postgres"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private Connection connect() throws SQLException {
    Credentials credentials = new Credentials(folder.demo().resolve("secrets"));
    return new Database(Loopback.HOST, postgresPort, Database.RAG, credentials)
        .connect(Role.SUPERUSER, "test");
  }
}
