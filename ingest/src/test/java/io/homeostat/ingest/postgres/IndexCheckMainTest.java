package io.homeostat.ingest.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.ingest.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCheckMainTest {
  private static TestDatabase database;

  @TempDir private Path folder = Path.of("unset");
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeAll
  static void startDatabase(@TempDir Path data) {
    database = TestDatabase.start(data);
    database.run(
        "CREATE EXTENSION amcheck",
        "CREATE TABLE goods (id int PRIMARY KEY, name text)",
        "INSERT INTO goods SELECT i, 'x' || i FROM generate_series(1, 5000) i",
        "CREATE INDEX goods_name_idx ON goods (name)",
        "CREATE INDEX goods_hash_idx ON goods USING hash (name)");
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  void aSoundIndexIsSound() throws IOException {
    assertThat(check("pg-index:test/db/public.goods_pkey", IndexCheckMain.Depth.HEAP))
        .isEqualTo(IndexCheckMain.Verdict.SOUND);
    assertThat(said()).isEqualTo("pg-index:test/db/public.goods_pkey is sound\n");
  }

  /** What PostgreSQL's own tests of amcheck do: the order of a type is turned round. */
  @Test
  void anIndexWhoseEntriesAreInTheWrongOrderIsCorrupt() throws IOException {
    database.run(
        "CREATE FUNCTION up(int, int) RETURNS int LANGUAGE sql AS 'SELECT pg_catalog.btint4cmp($1, $2)'",
        "CREATE FUNCTION down(int, int) RETURNS int LANGUAGE sql AS 'SELECT pg_catalog.btint4cmp($2, $1)'",
        """
        CREATE OPERATOR CLASS fickle FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =,
          OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 up(int, int)
        """,
        "CREATE INDEX goods_fickle_idx ON goods (id fickle)");
    String index = "pg-index:test/db/public.goods_fickle_idx";
    assertThat(check(index, IndexCheckMain.Depth.INDEX)).isEqualTo(IndexCheckMain.Verdict.SOUND);
    database.run("UPDATE pg_amproc SET amproc = 'down'::regproc WHERE amproc = 'up'::regproc");
    assertThat(check(index, IndexCheckMain.Depth.INDEX)).isEqualTo(IndexCheckMain.Verdict.CORRUPT);
    assertThat(said()).contains(index + " is corrupt: ").contains("item order invariant violated");
  }

  @Test
  void whatCanNotBeCheckedIsNotCalledSound() throws IOException {
    for (String index :
        new String[] {
          "pg-index:test/db/public.goods_hash_idx",
          "pg-index:test/db/public.nothing",
          "pg-index:elsewhere/db/public.goods_pkey",
          "goods_pkey"
        }) {
      assertThat(check(index, IndexCheckMain.Depth.INDEX))
          .as(index)
          .isEqualTo(IndexCheckMain.Verdict.UNKNOWN);
    }
    assertThat(said()).contains("only B-Tree indexes").contains("there is no such index");
  }

  private IndexCheckMain.Verdict check(String index, IndexCheckMain.Depth depth)
      throws IOException {
    Files.writeString(folder.resolve("password"), "postgres");
    Path targets =
        Files.writeString(
            folder.resolve("targets.yaml"),
            """
            targets:
              - {name: test/db, host: 127.0.0.1, port: %d, database: postgres,
                 roles: {probe: {user: postgres, passwordFile: password}}}
            """
                .formatted(database.target().port()));
    return new IndexCheckMain(targets, depth, new PrintStream(said, true, UTF_8)).check(index);
  }

  private String said() {
    return said.toString(UTF_8);
  }
}
