package io.homeostat.core.features.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.SourceText;
import io.homeostat.core.rules.FeatureContract;
import io.homeostat.core.rules.RuleParser;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MigrationTest {
  private static final List<FeatureContract> CONTRACTS =
      RuleParser.parse(
              """
              features:
                - {name: user_age, table: 'pg-table:prod/rag/public.users', column: age,
                   type: integer, required: true, models: ['model:recommender/v7']}
                - {name: price, table: 'pg-table:prod/rag/public.items', column: price, type: number}
                - {name: taste, table: 'pg-table:prod/rag/shop.tastes', column: Taste,
                   type: vector(384)}
              """)
          .features();

  private static List<String> check(String... files) {
    List<SourceText> sources = new java.util.ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      sources.add(new SourceText("V" + (i + 1) + ".sql", files[i]));
    }
    return Migration.check(CONTRACTS, sources, "public").stream()
        .map(Migration.Finding::toString)
        .toList();
  }

  @Test
  void aDroppedColumnIsToldWithItsLineAndTheModelsThatBreak() {
    assertThat(check("-- age is nobody's business\nALTER TABLE users\n  DROP COLUMN age;\n"))
        .containsExactly(
            "V1.sql:3: column age is dropped: feature user_age, used by recommender/v7");
  }

  @Test
  void aFeatureSetIsNoTableThatAMigrationCouldBreak() {
    List<FeatureContract> served =
        RuleParser.parse(
                """
                features:
                  - {name: age, table: 'feature-set:prod/users', column: age, type: integer}
                """)
            .features();
    assertThat(
            Migration.check(
                served, List.of(new SourceText("V1.sql", "DROP TABLE users;")), "public"))
        .isEmpty();
  }

  @Test
  void everyWayToBreakAContractIsSeen() {
    assertThat(check("alter table if exists only public.users rename age to years"))
        .containsExactly(
            "V1.sql:1: column age is renamed to years: feature user_age, used by recommender/v7");
    assertThat(
            check("ALTER TABLE items ALTER COLUMN price SET DATA TYPE varchar(20) USING x::text"))
        .containsExactly("V1.sql:1: column price is varchar(20), not number: feature price");
    assertThat(check("ALTER TABLE users ALTER age DROP NOT NULL, ADD x int"))
        .containsExactly(
            "V1.sql:1: column age may be NULL: feature user_age, used by recommender/v7");
    assertThat(check("DROP TABLE IF EXISTS a, items CASCADE;"))
        .containsExactly("V1.sql:1: table public.items is dropped: feature price");
    assertThat(check("ALTER TABLE items RENAME TO goods;"))
        .containsExactly("V1.sql:1: table public.items is renamed to public.goods: feature price");
    assertThat(check("ALTER TABLE items SET SCHEMA old;"))
        .containsExactly("V1.sql:1: table public.items is renamed to old.items: feature price");
    assertThat(check("DROP SCHEMA shop CASCADE"))
        .containsExactly("V1.sql:1: table shop.tastes is dropped with its schema: feature taste");
    assertThat(check("ALTER TABLE shop.tastes ALTER \"Taste\" TYPE vector(512);"))
        .containsExactly("V1.sql:1: column Taste is vector(512), not vector(384): feature taste");
    assertThat(check("ALTER TABLE `users` CHANGE COLUMN `age` `years` int NOT NULL"))
        .containsExactly(
            "V1.sql:1: column age is renamed to years: feature user_age, used by recommender/v7");
    assertThat(check("DROP TABLE items; CREATE TABLE items (id bigserial PRIMARY KEY, cost real);"))
        .containsExactly(
            "V1.sql:1: table public.items is made without column price: feature price");
  }

  @Test
  void whatEndsAsItWasIsNoBreak() {
    assertThat(
            check(
                """
                ALTER TABLE items ADD COLUMN price_cents bigint;
                UPDATE items SET price_cents = price * 100;
                ALTER TABLE items DROP COLUMN price;
                """,
                "ALTER TABLE items RENAME COLUMN price_cents TO price;"))
        .isEmpty();
    assertThat(
            check(
                "DROP TABLE users; CREATE TABLE IF NOT EXISTS users (id uuid, age int4 NOT NULL,"
                    + " CHECK (age > 0));"))
        .isEmpty();
    assertThat(check("ALTER TABLE items RENAME TO x; ALTER TABLE x RENAME TO items;")).isEmpty();
    assertThat(check("ALTER TABLE items RENAME price TO p; ALTER TABLE items RENAME p TO price;"))
        .isEmpty();
    assertThat(check("ALTER TABLE items ALTER price TYPE numeric(12, 4), ADD UNIQUE (price);"))
        .isEmpty();
  }

  @Test
  void commentsTextsAndBodiesAreNotRun() {
    assertThat(
            check(
                """
                /* ALTER TABLE users DROP COLUMN age; /* nested */ */
                COMMENT ON TABLE users IS 'DROP TABLE users; it''s fine';
                SELECT E'\\'; DROP TABLE users;';
                CREATE FUNCTION f() RETURNS void AS $x$ DROP TABLE users; $x$ LANGUAGE sql;
                CREATE INDEX CONCURRENTLY i ON shop.tastes USING hnsw ("Taste" vector_cosine_ops);
                ALTER TABLE users DROP CONSTRAINT age_check, DROP COLUMN other;
                CREATE TEMP TABLE users (x int); DROP INDEX age;
                """))
        .isEmpty();
  }

  @Test
  void whatCanNotBeFollowedIsNoted() {
    assertThat(check("SELECT 1;\nDO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$;"))
        .containsExactly(
            "V1.sql:2: what this does can't be followed: see by hand whether it alters tables");
    assertThat(
            check("ALTER TABLE items RENAME TO goods;\nCREATE VIEW items AS SELECT * FROM goods;"))
        .containsExactly(
            "V1.sql:2: which columns public.items has can't be followed: see by hand that column"
                + " price is of type number: feature price");
    assertThat(check("ALTER TABLE users DROP COLUMN age;\nSELECT 'no end"))
        .containsExactly("V1.sql:2: a text begins here and has no end: close it");
  }

  @Test
  void tablesAndColumnsOfBeforeThatAreSwappedInAreNoted() {
    assertThat(
            check(
                "ALTER TABLE users RENAME age TO age_old;\nALTER TABLE users RENAME age_new TO age;"))
        .containsExactly(
            "V1.sql:2: what age is can't be followed: see by hand that column age is of type"
                + " integer: feature user_age, used by recommender/v7");
    String swapped =
        "which columns public.users has can't be followed: see by hand that column age is of type"
            + " integer: feature user_age, used by recommender/v7";
    assertThat(check("DROP TABLE users;\nALTER TABLE users_new RENAME TO users;"))
        .containsExactly("V1.sql:2: " + swapped);
    assertThat(
            check(
                "CREATE TABLE u (LIKE users INCLUDING ALL); ALTER TABLE users RENAME TO old;"
                    + " ALTER TABLE u RENAME TO users;"))
        .containsExactly("V1.sql:1: " + swapped);
    assertThat(check("RENAME TABLE users TO users_old, users_new TO users"))
        .containsExactly("V1.sql:1: " + swapped);
  }

  @Test
  void theFormsOfMySqlAndOfToolsAreKnown() {
    String dropped = "column age is dropped: feature user_age, used by recommender/v7";
    assertThat(check("# don't need it\nALTER TABLE users DROP COLUMN age;"))
        .containsExactly("V1.sql:2: " + dropped);
    assertThat(check("\uFEFFALTER TABLE users DROP age;")).containsExactly("V1.sql:1: " + dropped);
    assertThat(
            check(
                "\\set ON_ERROR_STOP on\nCOPY a FROM stdin;\nit's\n\\.\nALTER TABLE users DROP age;"))
        .containsExactly("V1.sql:5: " + dropped);
    assertThat(check("INSERT INTO `a` VALUES ('it\\'s');ALTER TABLE users DROP age"))
        .containsExactly("V1.sql:1: " + dropped);
    assertThat(check("ALTER TABLE users RENAME people"))
        .containsExactly(
            "V1.sql:1: table public.users is renamed to public.people: feature user_age, used by"
                + " recommender/v7");
    assertThat(check("SET search_path TO shop;"))
        .containsExactly(
            "V1.sql:1: names without a schema are taken for those of 'public' here, too: see"
                + " --schema");
  }

  /** In the words of goose, dbmate, sql-migrate and MyBatis Migrations. */
  @ParameterizedTest
  @CsvSource({
    "-- +goose Up, -- +goose Down",
    "-- migrate:up, -- migrate:down",
    "-- +migrate Up, -- +migrate Down",
    "--changes, --//@UNDO"
  })
  void theWayBackInTheSameFileIsNotWalked(String up, String down) {
    assertThat(
            check(
                up
                    + "\nALTER TABLE users DROP age;\n"
                    + down
                    + "\nALTER TABLE users ADD age integer NOT NULL;"))
        .singleElement()
        .asString()
        .startsWith("V1.sql:2: column age is dropped");
  }

  @Test
  void keysMakeColumnsNotNullAndMayBeColumns() {
    assertThat(
            check(
                "DROP TABLE users; CREATE TABLE users (key text, index int, age int,"
                    + " KEY by_age (age), PRIMARY KEY (age));"))
        .isEmpty();
    assertThat(
            check(
                "DROP TABLE users; CREATE TABLE users (age int GENERATED ALWAYS AS IDENTITY,"
                    + " CONSTRAINT named CHECK (age > 0));"))
        .isEmpty();
  }

  @Property
  void noTextStopsIt(@ForAll String sql) {
    assertThat(check("ALTER TABLE users " + sql)).isNotNull();
    assertThat(check(sql)).isNotNull();
  }

  @Test
  void anEmptyMigrationBreaksNothing() {
    assertThat(check("", " ;; ; -- nothing")).isEmpty();
  }
}
