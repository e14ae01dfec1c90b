package io.homeostat.console.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Person;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The targets that people have paused. */
public final class TargetsApi {
  private final ConsoleView view;
  private final People people;

  public TargetsApi(ConsoleView view, People people) {
    this.view = view;
    this.people = people;
  }

  /** Those that are paused now. */
  public HttpResponse list() {
    return HttpResponse.of(
        HttpStatus.OK,
        MediaType.JSON_UTF_8,
        Json.text(
            json -> {
              json.writeStartObject();
              write("paused", view, people.now(), json);
              json.writeEndObject();
            }));
  }

  /** Somebody keeps Homeostat's hands off a target. */
  public HttpResponse pause(HttpRequest request) {
    return people.ask(
        request,
        Set.of("target", "reason", "untilMillis"),
        (who, body, id, now) -> {
          Optional<Long> until = body.millis("untilMillis");
          if (until.filter(end -> end <= now).isPresent()) {
            throw new IllegalArgumentException(
                "'untilMillis' is " + until.get() + ", which is over: give a later time");
          }
          return word(
              new Pause(
                  id,
                  target(body),
                  true,
                  who,
                  body.needed("reason", "why nothing may be done to it"),
                  until,
                  now));
        });
  }

  /** Somebody lets Homeostat act on a target again. */
  public HttpResponse resume(HttpRequest request) {
    return people.ask(
        request,
        Set.of("target", "reason"),
        (who, body, id, now) -> word(resume(body, who, id, now)));
  }

  private static Pause resume(Body body, Person who, String id, long now) {
    return new Pause(id, target(body), false, who, body.words("reason"), Optional.empty(), now);
  }

  private static People.Word word(Pause pause) {
    return new People.Word(Stream.GOVERNANCE, "", pause);
  }

  private static EntityId target(Body body) {
    return EntityId.parse(
        body.needed("target", "an entity, such as pg-index:prod/rag/public.documents_idx"));
  }

  /** The targets that are paused, as a field. */
  static void write(String field, ConsoleView view, long nowMillis, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Pause pause : view.paused(nowMillis)) {
      json.writeStartObject();
      json.writeStringField("target", pause.target().text());
      json.writeStringField("by", pause.who().text());
      json.writeStringField("reason", pause.reason());
      json.writeNumberField("sinceMillis", pause.timeMillis());
      if (pause.untilMillis().isPresent()) {
        json.writeNumberField("untilMillis", pause.untilMillis().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
