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
  private static final int USUAL_LIMIT = 100;
  private static final int HIGHEST_LIMIT = 1000;
  private static final Set<String> PARAMETERS = Set.of("state", "system", "limit", "before");

  private final ConsoleView view;

  public IncidentsApi(ConsoleView view) {
    this.view = view;
  }

  /** The list, newest first. */
  public HttpResponse list(QueryParams query) {
    try {
      Optional<String> unknown =
          query.names().stream().filter(name -> !PARAMETERS.contains(name)).findFirst();
      if (unknown.isPresent()) {
        throw new IllegalArgumentException(
            "parameter '" + unknown.get() + "' is not known; there are " + PARAMETERS);
      }
      List<Incident> incidents = view.incidents(wanted(query), limit(query));
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
          HttpStatus.BAD_REQUEST,
          String.valueOf(e.getMessage()),
          "see /api/v1 in console/README.md");
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
                    "GET /api/v1/incidents lists those that are; the oldest are forgotten"));
  }

  private static Predicate<Incident> wanted(QueryParams query) {
    Predicate<Incident> wanted = incident -> true;
    String state = query.get("state");
    if (state != null) {
      Incident.State only = state(state);
      wanted = wanted.and(incident -> incident.state() == only);
    }
    String system = query.get("system");
    if (system != null) {
      wanted = wanted.and(incident -> incident.system().equals(system));
    }
    String before = query.get("before");
    if (before != null) {
      long millis = number("before", before, Long.MAX_VALUE);
      wanted = wanted.and(incident -> incident.openedMillis() < millis);
    }
    return wanted;
  }

  private static int limit(QueryParams query) {
    String limit = query.get("limit");
    return limit == null ? USUAL_LIMIT : (int) number("limit", limit, HIGHEST_LIMIT);
  }

  private static Incident.State state(String text) {
    try {
      return Incident.State.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "state '" + text + "' is not one of " + Arrays.toString(Incident.State.values()), e);
    }
  }

  private static long number(String name, String text, long highest) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " '" + text + "' is no whole number", e);
    }
    throw new IllegalArgumentException(name + " '" + text + "' must be from 1 to " + highest);
  }
}
