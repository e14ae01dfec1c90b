package io.homeostat.ingest.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.intake.Cut;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations that Flyway and Liquibase have carried out, as the rows of their history tables
 * tell them: changes of the kind {@code schema} of the database. The change sets of one run of
 * Liquibase are one change, whose newest word names the newest of them.
 *
 * @param database what is migrated
 * @param systemOf the system that it belongs to
 */
record Migrations(EntityId database, Function<EntityId, String> systemOf) {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KIND = "schema";
  private static final String FLYWAY = "flyway_schema_history";
  private static final String LIQUIBASE = "databasechangelog";
  private static final Set<String> DONE_BY_LIQUIBASE = Set.of("EXECUTED", "RERAN", "FAILED");

  /** The migration that a new row tells of, if it does. */
  Optional<Change> of(RowChange row) {
    String table = row.table().name();
    String bare = table.substring(table.indexOf('.') + 1);
    boolean flyway = bare.equals(FLYWAY);
    if (row.operation() != RowChange.Operation.INSERT
        || row.after().isEmpty()
        || !(flyway || bare.equals(LIQUIBASE))) {
      return Optional.empty();
    }
    try {
      JsonNode after = JSON.readTree(row.after().get());
      return flyway ? flyway(row, after) : liquibase(row, after);
    } catch (JsonProcessingException e) {
      log.warn("a row of {} is not understood: {}", table, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Change> flyway(RowChange row, JsonNode after) {
    String version = text(after, "version");
    String what = text(after, "description");
    boolean worked = after.path("success").asBoolean(true);
    long millis = Math.max(0, after.path("execution_time").asLong(0));
    String to = version.isEmpty() ? what : version;
    String course =
        worked
            ? "Flyway brought " + database.name() + " to " + to
            : "Flyway failed to bring " + database.name() + " to " + to;
    String script = text(after, "script");
    return Optional.of(
        change(
            Ids.of(KIND, "flyway", row.table().text(), text(after, "installed_rank"), to, script),
            row,
            millis,
            worked,
            text(after, "installed_by"),
            course + ": " + (what.isEmpty() ? script : what) + ", in " + millis + " ms",
            new Delivery("", to, "flyway", Delivery.Health.UNKNOWN)));
  }

  private Optional<Change> liquibase(RowChange row, JsonNode after) {
    String type = text(after, "exectype");
    if (!DONE_BY_LIQUIBASE.contains(type)) {
      return Optional.empty();
    }
    String set = text(after, "filename") + "::" + text(after, "id");
    String deployment = text(after, "deployment_id");
    String run = deployment.isEmpty() ? set + "::" + text(after, "author") : deployment;
    boolean worked = !type.equals("FAILED");
    String what = text(after, "description");
    return Optional.of(
        change(
            Ids.of(KIND, "liquibase", row.table().text(), run),
            row,
            0,
            worked,
            text(after, "author"),
            (worked ? "Liquibase changed " : "Liquibase failed to change ")
                + database.name()
                + ": "
                + set
                + (what.isEmpty() ? "" : ": " + what),
            new Delivery("", set, "liquibase", Delivery.Health.UNKNOWN)));
  }

  private Change change(
      String id,
      RowChange row,
      long millis,
      boolean worked,
      String actor,
      String summary,
      Delivery delivery) {
    return new Change(
        id,
        KIND,
        database,
        systemOf.apply(database),
        worked ? Change.State.FINISHED : Change.State.FAILED,
        row.committedMillis() - millis,
        row.committedMillis(),
        actor,
        Cut.line(summary),
        Optional.of(delivery));
  }

  private static String text(JsonNode row, String name) {
    JsonNode value = row.path(name);
    return value.isMissingNode() || value.isNull() ? "" : Cut.line(value.asText());
  }
}
