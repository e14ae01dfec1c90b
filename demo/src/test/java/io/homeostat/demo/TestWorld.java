package io.homeostat.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.demo.postgres.Credentials;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/** A whole demo world on a small corpus, for tests. */
public final class TestWorld implements AutoCloseable {
  public static final int DOCUMENTS = 7000;
  private static final int FAULT_SECONDS = 2;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestFolder folder;
  private final DemoSettings settings;
  private final DemoWorld world;

  private TestWorld(TestFolder folder, DemoSettings settings, DemoWorld world) {
    this.folder = folder;
    this.settings = settings;
    this.world = world;
  }

  /** An answer of one of the world's HTTP servers. */
  public record Answer(int status, JsonNode body) {}

  public static TestWorld start(URI otlpEndpoint) throws IOException {
    TestFolder folder = TestFolder.create();
    DemoSettings settings =
        new DemoSettings(
            folder.dataDir(),
            folder.demo().resolve("targets.yaml"),
            otlpEndpoint,
            TestFolder.freePort(),
            /* retrieverPort= */ 0,
            /* gitPort= */ 0,
            /* controlPort= */ 0,
            DOCUMENTS,
            /* seed= */ 42,
            /* requestsPerSecond= */ 30,
            /* slowMillis= */ 1,
            FAULT_SECONDS,
            /* calmSeconds= */ 0,
            /* kubernetesPort= */ 0,
            /* burstSeconds= */ 60,
            /* noiseSeconds= */ 2,
            /* postgresHome= */ Optional.empty(),
            /* cluster= */ false);
    return new TestWorld(folder, settings, DemoWorld.start(settings, InstantSource.system()));
  }

  public DemoSettings settings() {
    return settings;
  }

  public DemoWorld world() {
    return world;
  }

  public Database database() {
    return new Database(
        Loopback.HOST,
        settings.postgresPort(),
        Database.RAG,
        new Credentials(folder.demo().resolve("secrets")));
  }

  public Connection connect(Role role) throws SQLException {
    return database().connect(role, "test");
  }

  /** Executes commands one after the other, in one session. */
  public void execute(Role role, String... commands) throws SQLException {
    try (Connection connection = connect(role);
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  public String query(Role role, String sql) throws SQLException {
    try (Connection connection = connect(role);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return Objects.toString(row.getString(1));
    }
  }

  public Answer get(String server, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(server, path)).build());
  }

  public Answer post(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("demo", path)).POST(HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private URI uri(String server, String path) {
    return URI.create(Objects.requireNonNull(world.addresses().get(server)) + path);
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), json.readTree(response.body()));
  }

  @Override
  public void close() throws IOException {
    world.close();
    folder.close();
  }
}
