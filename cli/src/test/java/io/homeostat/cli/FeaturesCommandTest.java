package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("unset");

  @BeforeEach
  void writeFiles() throws IOException {
    write(
        "features.yaml",
        """
        features:
          - {name: user_age, table: 'pg-table:prod/rag/public.users', column: age, type: integer,
             models: ['model:recommender/v7', 'model:ranker/v3'], owner: growth}
          - {name: price, table: 'pg-table:prod/shop/public.items', column: price, type: number,
             models: ['model:ranker/v3']}
        """);
  }

  @Test
  void soundContractsAreCounted() {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .isEqualTo("sound: 2 features of 2 tables, used by 2 model versions\n");
  }

  @Test
  void aMissingFieldAnUnknownTypeAndADuplicateAreNamedWithPlaceAndRemedy() throws IOException {
    write(
        "more.yaml",
        """
        features:
          - {name: price, table: 'pg-table:prod/shop/public.items', column: price, type: number}
          - {name: size, table: 'pg-table:prod/shop/public.items', type: nummber}
        """);
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "more.yaml:2:6: the feature 'price' stands also at features.yaml:4:6; rename one",
            "more.yaml:3:5: the key 'column' is missing; add it",
            "more.yaml:3:66: there is no type 'nummber' of features; did you mean 'number'? known")
        .endsWith("3 mistakes: these rules would not be taken into use\n");
  }

  @Test
  void aMigrationThatBreaksAFeatureIsNamedWithItsLineAndEndsWith1() throws IOException {
    Path sql = write("V7__drop_age.sql", "-- unused?\nALTER TABLE users DROP COLUMN age;\n");
    assertThat(run("--migration", sql.toString())).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            """
            %s:2: column age is dropped: feature user_age, used by recommender/v7, ranker/v3, owner growth
            1 of what models count on would break: deploy model versions that do without it first, then change the contract
            """
                .formatted(sql));
  }

  @Test
  void aMigrationOfAnotherDatabaseOrSchemaBreaksNothing() throws IOException {
    Path sql = write("V7.sql", "ALTER TABLE users DROP COLUMN age;\n");
    assertThat(run("--migration", sql.toString(), "--database", "prod/shop")).isZero();
    assertThat(run("--migration", sql.toString(), "--schema", "other")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            nothing breaks: 1 features are as their contracts ask
            nothing breaks: 2 features are as their contracts ask
            """);
  }

  @Test
  void migrationsOfAFolderRunInTheOrderOfTheirNumbers() throws IOException {
    Path db = Files.createDirectory(folder.resolve("db"));
    Files.writeString(db.resolve("V10.sql"), "ALTER TABLE items RENAME COLUMN p TO price;");
    Files.writeString(
        db.resolve("V9.sql"), "ALTER TABLE items DROP COLUMN price, ADD COLUMN p numeric;");
    Files.writeString(db.resolve("U10__back.sql"), "DROP TABLE items;");
    assertThat(run("--migration", db.toString())).isZero();
    assertThat(Stream.of("V10.sql", "V2__b.sql", "V2_1.sql", "V1.sql").sorted(SqlFiles::byNumbers))
        .containsExactly("V1.sql", "V2__b.sql", "V2_1.sql", "V10.sql");
  }

  @Test
  void whatIsNotThereIsNamedWithTheRemedy() throws IOException {
    assertThat(run("--migration", folder.resolve("none.sql").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("there is no ", "name a migration's file or folder");
    assertThat(run("--database", "prod/rga")).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "no feature comes from the database 'prod/rga': databases are prod/rag, prod/shop");
    write("features.yaml", "routes: []\n");
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("there is no contract in these rules");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private int run(String... options) {
    String[] arguments =
        Stream.concat(Stream.of("features", "check", folder.toString()), Stream.of(options))
            .toArray(String[]::new);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
