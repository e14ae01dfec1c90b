package io.homeostat.console.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.console.view.DriftFile;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.Rebase;
import io.homeostat.schemas.wire.FactJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /api/v1/drift}, {@code GET /api/v1/drift/{id}} and {@code POST
 * /api/v1/drift/{id}/rebase}: tables beside their references.
 */
public final class DriftApi {
  private static final Set<String> PARAMETERS = Set.of("signal");

  private final ConsoleView view;
  private final People people;

  public DriftApi(ConsoleView view, People people) {
    this.view = view;
    this.people = people;
  }

  /** All of them, what drifts first; with {@code signal} those that a signal is of. */
  public HttpResponse list(QueryParams query) {
    Optional<String> signal;
    try {
      signal = new Parameters(query, PARAMETERS).text("signal");
    } catch (IllegalArgumentException e) {
      return Problem.of(
          HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), "see /api/v1/openapi.json");
    }
    List<DriftFile> files =
        view.drift().all().stream()
            .filter(file -> signal.isEmpty() || file.tells(signal.get()))
            .toList();
    return ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("drift");
          for (DriftFile file : files) {
            summary(file, json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** One of them, with its newest judged window whole and the figures of those before. */
  public HttpResponse show(String id) {
    Optional<DriftFile> file = view.drift().file(id);
    return file.isEmpty() ? unknown(id).response() : ok(json -> whole(file.get(), json));
  }

  /** A person wants its reference gathered anew. */
  public HttpResponse rebase(String id, HttpRequest request) {
    return people.tell(
        request,
        Set.of("reason"),
        (who, body, wordId, now) -> {
          DriftReport newest = view.drift().file(id).orElseThrow(() -> unknown(id)).newest();
          return new People.Word(
              Stream.CHANGES,
              newest.table().text(),
              new Rebase(
                  wordId,
                  newest.rule(),
                  newest.table(),
                  newest.segment(),
                  who,
                  body.words("reason"),
                  now));
        });
  }

  private static Refusal unknown(String id) {
    return new Refusal(
        HttpStatus.NOT_FOUND,
        "nothing is known of drift '" + id + "' here",
        "`homeostat drift list` and GET /api/v1/drift tell what there is; a rule's first window must"
            + " have ended");
  }

  private static HttpResponse ok(Json.Body body) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, Json.text(body));
  }

  private static void summary(DriftFile file, JsonGenerator json) throws IOException {
    DriftReport newest = file.newest();
    json.writeStartObject();
    json.writeStringField("id", newest.id());
    json.writeStringField("rule", newest.rule());
    json.writeStringField("table", newest.table().text());
    json.writeStringField("system", newest.system());
    json.writeStringField("segmentedBy", newest.segmentedBy());
    json.writeStringField("segment", newest.segment());
    json.writeStringField("reference", newest.reference());
    json.writeNumberField("untilMillis", newest.untilMillis());
    json.writeNumberField("rows", newest.rows());
    json.writeStringField("unknown", newest.unknown());
    json.writeStringField("signal", newest.signal());
    json.writeNumberField("windows", file.windows().size());
    List<DriftReport.Column> columns = file.judged().map(DriftReport::columns).orElse(List.of());
    json.writeNumberField("columnCount", columns.size());
    json.writeNumberField(
        "driftedCount", columns.stream().filter(DriftReport.Column::drifted).count());
    if (file.worst().isPresent()) {
      json.writeStringField("worst", file.worst().get().name());
      json.writeNumberField("worstEffect", file.worst().get().effect());
    }
    json.writeEndObject();
  }

  private static void whole(DriftFile file, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("newest");
    FactJson.write(file.newest(), json);
    if (file.judged().isPresent()) {
      json.writeFieldName("judged");
      FactJson.write(file.judged().get(), json);
    }
    json.writeArrayFieldStart("windows");
    for (DriftReport report : file.windows()) {
      window(report, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void window(DriftReport report, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("fromMillis", report.fromMillis());
    json.writeNumberField("untilMillis", report.untilMillis());
    json.writeNumberField("rows", report.rows());
    json.writeStringField("unknown", report.unknown());
    json.writeStringField("signal", report.signal());
    json.writeNumberField("level", report.level());
    json.writeNumberField("critical", report.critical());
    json.writeArrayFieldStart("columns");
    for (DriftReport.Column column : report.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeBooleanField("drifted", column.drifted());
      json.writeNumberField("pValue", column.pValue());
      json.writeNumberField("effect", column.effect());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
