package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Remark;
import java.util.Set;

/** What people say of incidents. */
public final class RemarksApi {
  /** A closed incident's timeline takes remarks for so long: then its lane has forgotten it. */
  private static final long OPEN_MILLIS = 600_000;

  private final ConsoleView view;
  private final People people;

  public RemarksApi(ConsoleView view, People people) {
    this.view = view;
    this.people = people;
  }

  /** Somebody has seen an incident and looks after it. */
  public HttpResponse acknowledge(String incidentId, HttpRequest request) {
    return remark(incidentId, request, Remark.Kind.ACKNOWLEDGED);
  }

  /** Somebody has something to say of it. */
  public HttpResponse note(String incidentId, HttpRequest request) {
    return remark(incidentId, request, Remark.Kind.NOTE);
  }

  private HttpResponse remark(String incidentId, HttpRequest request, Remark.Kind kind) {
    return people.tell(
        request,
        Set.of("text"),
        (who, body, id, now) -> {
          Incident incident = find(incidentId);
          boolean over =
              incident.closedMillis().filter(closed -> now - closed > OPEN_MILLIS).isPresent();
          if (over) {
            throw new Refusal(
                HttpStatus.CONFLICT,
                "this incident was closed more than ten minutes ago: its timeline is finished",
                "say it where you keep your reports");
          }
          String text =
              kind == Remark.Kind.NOTE
                  ? body.needed("text", "what is to be noted")
                  : body.words("text");
          Remark remark = new Remark(id, incidentId, incident.system(), kind, who, text, now);
          return new People.Word(Stream.SIGNALS, incident.system(), remark);
        });
  }

  private Incident find(String incidentId) {
    return view.file(incidentId)
        .flatMap(file -> file.incident())
        .orElseThrow(
            () ->
                new Refusal(
                    HttpStatus.NOT_FOUND,
                    "there is no incident '" + incidentId + "' here",
                    "`homeostat incidents list` and GET /api/v1/incidents tell which there are; the"
                        + " oldest are forgotten"));
  }
}
