package io.homeostat.ingest.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Life;
import io.homeostat.core.topology.SourceView;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.ingest.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real PostgreSQL. */
class TopologyMainTest {
  private static final String TABLES = "postgres test/db database postgres";
  private static final EntityId ORDERS = EntityId.parse("pg-table:test/db/public.orders");
  private static final EntityId CLIENTS = EntityId.parse("pg-table:test/db/public.clients");
  private static final EntityId INDEX = EntityId.parse("pg-index:test/db/public.clients_pkey");
  private static final EntityId DATABASE = EntityId.parse("pg-database:test/db/postgres");
  private static TestDatabase database;

  @TempDir private Path folder = Path.of("unset");
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeAll
  static void startDatabase(@TempDir Path data) {
    database = TestDatabase.start(data);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void makeTables() throws IOException {
    database.run(
        "DROP TABLE IF EXISTS orders, clients, parts",
        "CREATE TABLE clients (id int PRIMARY KEY)",
        "CREATE TABLE orders (id int, client int REFERENCES clients (id))",
        "CREATE TABLE parts (id int) PARTITION BY RANGE (id)",
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (9)");
    Files.writeString(folder.resolve("password"), "postgres");
    targets(database.target().port());
  }

  @Test
  void tablesIndexesForeignKeysAndPartitionsOfTheCatalogueAreFound() throws IOException {
    assertThat(look(1_000)).isZero();
    SourceView view = view(TABLES);
    assertThat(view.lives()).containsKeys(ORDERS, CLIENTS, INDEX);
    assertThat(view.edges())
        .contains(
            new Edge(ORDERS, Edge.Kind.PART_OF, DATABASE),
            new Edge(ORDERS, Edge.Kind.DEPENDS_ON, CLIENTS),
            new Edge(INDEX, Edge.Kind.PART_OF, CLIENTS),
            new Edge(
                EntityId.parse("pg-table:test/db/public.parts_1"),
                Edge.Kind.PART_OF,
                EntityId.parse("pg-table:test/db/public.parts")));
    assertThat(view("postgres test/db").edges())
        .containsExactly(new Edge(DATABASE, Edge.Kind.RUNS_ON, EntityId.parse("postgres:test/db")));
  }

  @Test
  void aTableThatWasDroppedHasEndedWithItsIndexAtTheTimeOfTheLook() throws IOException {
    look(1_000);
    database.run("DROP TABLE orders, clients");
    look(7_000);
    assertThat(view(TABLES).lives())
        .containsEntry(CLIENTS, new Life(1_000, OptionalLong.of(7_000)))
        .containsEntry(INDEX, new Life(1_000, OptionalLong.of(7_000)));
    assertThat(view(TABLES).edges()).noneMatch(edge -> edge.from().equals(INDEX));
    assertThat(said()).contains(TABLES + ": 2 entities, 3 edges; 0 new, 3 ended");
  }

  @Test
  void anInstanceThatDoesNotAnswerEndsNothingAndIsToldSo() throws IOException {
    look(1_000);
    Map<String, String> before = contents();
    targets(1);
    assertThat(look(7_000)).isEqualTo(1);
    assertThat(contents()).isEqualTo(before);
    assertThat(said()).contains("postgres test/db: not looked at, so nothing follows: ");
  }

  @Test
  void aLookThatFindsNothingNewWritesNothing() throws IOException {
    look(1_000);
    Map<String, String> before = contents();
    assertThat(look(7_000)).isZero();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aDatabaseThatWasDroppedEndsWithAllThatWasInIt() throws Exception {
    database.run("DROP DATABASE IF EXISTS shop", "CREATE DATABASE shop");
    try (Connection shop =
            DriverManager.getConnection(
                database.target().in("shop").jdbcUrl(), "postgres", "postgres");
        Statement statement = shop.createStatement()) {
      statement.execute("CREATE TABLE goods (id int)");
    }
    Files.writeString(
        folder.resolve("targets.yaml"),
        """
        targets:
          - {name: test/db, host: 127.0.0.1, port: %d, roles: {probe: {user: postgres, passwordFile: password}}}
        """
            .formatted(database.target().port()));
    look(1_000);
    EntityId shop = EntityId.parse("pg-database:test/db/shop");
    assertThat(view("postgres test/db").lives()).containsEntry(shop, Life.since(1_000));
    database.run("DROP DATABASE shop");
    look(7_000);
    assertThat(view("postgres test/db").lives())
        .containsEntry(shop, new Life(1_000, OptionalLong.of(7_000)));
    assertThat(view("postgres test/db database shop").lives())
        .containsEntry(
            EntityId.parse("pg-table:test/db/shop/public.goods"),
            new Life(1_000, OptionalLong.of(7_000)));
    assertThat(said())
        .contains("postgres test/db database shop: 0 entities, 0 edges; 0 new, 1 ended");
  }

  @Test
  void mistakesInTheFolderAreSaidAndNothingIsOverwritten() throws IOException {
    look(1_000);
    Path file = Files.createFile(folder.resolve("out").resolve("discovered-mine.yaml"));
    Files.writeString(file, "discovered: [{source: x}]");
    assertThat(look(2_000)).isEqualTo(2);
    assertThat(said()).contains("discovered-mine.yaml:1:");
  }

  private int look(long atMillis) {
    said.reset();
    return new TopologyMain(
            folder.resolve("targets.yaml"),
            folder.resolve("out"),
            () -> Instant.ofEpochMilli(atMillis),
            new PrintStream(said, true, UTF_8))
        .look();
  }

  private String said() {
    return said.toString(UTF_8);
  }

  private SourceView view(String source) throws IOException {
    SourceView view = new DiscoveredFiles(folder.resolve("out")).known().get(source);
    assertThat(view).as(source).isNotNull();
    return view == null ? SourceView.unknown(source) : view;
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    new DiscoveredFiles(folder.resolve("out"))
        .texts()
        .forEach(text -> contents.put(text.name(), text.text()));
    return contents;
  }

  private void targets(int port) throws IOException {
    Files.writeString(
        folder.resolve("targets.yaml"),
        """
        targets:
          - {name: test/db, host: 127.0.0.1, port: %d, database: postgres, schemas: [public],
             roles: {probe: {user: postgres, passwordFile: password}}}
        """
            .formatted(port));
  }
}
