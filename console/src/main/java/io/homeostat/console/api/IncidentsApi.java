package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.model.Incident;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code GET /api/v1/incidents} and {@code GET /api/v1/incidents/{id}}. */
public final class IncidentsApi {
  private static final long USUAL_LIMIT = 100;
  private static final int HIGHEST_LIMIT = 1000;
  private static final Set<String> PARAMETERS = Set.of("state", "system", "limit", "before");

  private final ConsoleView view;

  public IncidentsApi(ConsoleView view) {
    this.view = view;
  }

  /** The list, newest first. */
  public HttpResponse list(QueryParams query) {
    try {
      Parameters parameters = new Parameters(query, PARAMETERS);
      int limit = (int) parameters.number("limit", HIGHEST_LIMIT).orElse(USUAL_LIMIT).longValue();
      List<Incident> incidents = view.incidents(wanted(parameters), limit);
      return HttpResponse.of(
          HttpStatus.OK,
          MediaType.JSON_UTF_8,
          Json.text(
              json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("incidents");
                for (Incident incident : incidents) {
                  Json.summary(incident, json);
                }
                json.writeEndArray();
                json.writeEndObject();
              }));
    } catch (IllegalArgumentException e) {
      return Problem.of(
          HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), "see /api/v1/openapi.json");
    }
  }

  /** Everything about one. */
  public HttpResponse show(String id) {
    return view.file(id)
        .map(
            file ->
                HttpResponse.of(
                    HttpStatus.OK, MediaType.JSON_UTF_8, Json.text(json -> Json.whole(file, json))))
        .orElseGet(
            () ->
                Problem.of(
                    HttpStatus.NOT_FOUND,
                    "there is no incident '" + id + "' here",
                    "`homeostat incidents list` and GET /api/v1/incidents tell which there are; the"
                        + " oldest are forgotten"));
  }

  private static Predicate<Incident> wanted(Parameters query) {
    Predicate<Incident> wanted = incident -> true;
    Optional<Incident.State> state = query.text("state").map(IncidentsApi::state);
    if (state.isPresent()) {
      wanted = wanted.and(incident -> incident.state() == state.get());
    }
    Optional<String> system = query.text("system");
    if (system.isPresent()) {
      wanted = wanted.and(incident -> incident.system().equals(system.get()));
    }
    Optional<Long> before = query.number("before", Long.MAX_VALUE);
    return before.isPresent()
        ? wanted.and(incident -> incident.openedMillis() < before.get())
        : wanted;
  }

  private static Incident.State state(String text) {
    try {
      return Incident.State.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "state '" + text + "' is not one of " + Arrays.toString(Incident.State.values()), e);
    }
  }
}
