package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private static final String FLYWAY = "public.flyway_schema_history";
  private static final String LIQUIBASE = "public.databasechangelog";
  private static final long COMMITTED = 1_800_000_000_000L;

  private final Migrations migrations =
      new Migrations(EntityId.parse("pg-database:test/db/shop"), entity -> "rag");

  @Test
  void aRowOfFlywayIsAMigrationToItsVersion() {
    Change change =
        told(
            FLYWAY,
            """
            {"installed_rank":4,"version":"3.1","description":"widen embeddings","type":"SQL",
             "script":"V3_1__widen_embeddings.sql","checksum":7,"installed_by":"deploy",
             "installed_on":1800000000000000,"execution_time":2500,"success":true}
            """);
    assertThat(change.kind()).isEqualTo("schema");
    assertThat(change.entity().text()).isEqualTo("pg-database:test/db/shop");
    assertThat(change.system()).isEqualTo("rag");
    assertThat(change.state()).isEqualTo(Change.State.FINISHED);
    assertThat(change.beganMillis()).isEqualTo(COMMITTED - 2_500);
    assertThat(change.updatedMillis()).isEqualTo(COMMITTED);
    assertThat(change.actor()).isEqualTo("deploy");
    assertThat(change.summary())
        .isEqualTo("Flyway brought shop to 3.1: widen embeddings, in 2500 ms");
    assertThat(change.delivery().orElseThrow().to()).isEqualTo("3.1");
  }

  @Test
  void aRepeatableMigrationHasNoVersionAndAFailedOneHasFailed() {
    Change change =
        told(
            FLYWAY,
            """
            {"installed_rank":5,"version":null,"description":"views","script":"R__views.sql",
             "installed_by":"deploy","execution_time":10,"success":false}
            """);
    assertThat(change.state()).isEqualTo(Change.State.FAILED);
    assertThat(change.summary()).isEqualTo("Flyway failed to bring shop to views: views, in 10 ms");
  }

  @Test
  void theChangeSetsOfOneRunOfLiquibaseAreOneChange() {
    Change first = told(LIQUIBASE, changeSet("add-column", "8765"));
    Change second = told(LIQUIBASE, changeSet("add-index", "8765"));
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.continuing(first).summary())
        .isEqualTo("Liquibase changed shop: db/changes.xml::add-index: addColumn tableName=docs");
    assertThat(told(LIQUIBASE, changeSet("other", "9999")).id()).isNotEqualTo(first.id());
    assertThat(second.actor()).isEqualTo("ana");
  }

  @Test
  void whatWasNotCarriedOutAndRowsThatWereReadOrRemovedAreNone() {
    assertThat(of(LIQUIBASE, RowChange.Operation.INSERT, "{\"exectype\":\"MARK_RAN\"}")).isEmpty();
    assertThat(of(FLYWAY, RowChange.Operation.READ, "{\"version\":\"1\"}")).isEmpty();
    assertThat(of(FLYWAY, RowChange.Operation.DELETE, "{\"version\":\"1\"}")).isEmpty();
    assertThat(of("public.items", RowChange.Operation.INSERT, "{\"version\":\"1\"}")).isEmpty();
  }

  /** What a database holds may be anything. */
  @Test
  void aRowOfAnotherFormIsToldByWhatItHas() {
    Change change = told("audit.flyway_schema_history", "{\"description\":\"a\\nb\\u0007\"}");
    assertThat(change.summary()).isEqualTo("Flyway brought shop to a b: a b, in 0 ms");
    assertThat(of(FLYWAY, RowChange.Operation.INSERT, "{\"version\":")).isEmpty();
  }

  private static String changeSet(String id, String deployment) {
    return """
        {"id":"%s","author":"ana","filename":"db/changes.xml","dateexecuted":1,"orderexecuted":1,
         "exectype":"EXECUTED","description":"addColumn tableName=docs","deployment_id":"%s"}
        """
        .formatted(id, deployment);
  }

  private Change told(String table, String row) {
    return of(table, RowChange.Operation.INSERT, row).orElseThrow();
  }

  private Optional<Change> of(String table, RowChange.Operation operation, String row) {
    return migrations.of(
        new RowChange(
            EntityId.of("pg-table", "test", "db", table),
            operation,
            1,
            1,
            COMMITTED,
            "{}",
            Optional.empty(),
            Optional.of(row)));
  }
}
