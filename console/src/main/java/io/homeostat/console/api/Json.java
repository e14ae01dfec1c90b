package io.homeostat.console.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.homeostat.console.view.IncidentFile;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Suspect;
import io.homeostat.schemas.wire.FactJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What the API answers, as JSON. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes to a generator. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private Json() {}

  /** What {@code body} writes, as text. */
  static String text(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  /** An incident in a list: without its signals, changes and timeline. */
  static void summary(Incident incident, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", incident.id());
    json.writeNumberField("revision", incident.revision());
    json.writeStringField("system", incident.system());
    json.writeStringField("state", incident.state().name());
    json.writeStringField("severity", incident.severity().name());
    json.writeNumberField("score", incident.score());
    json.writeStringField("title", incident.title());
    json.writeNumberField("openedMillis", incident.openedMillis());
    json.writeNumberField("updatedMillis", incident.updatedMillis());
    if (incident.closedMillis().isPresent()) {
      json.writeNumberField("closedMillis", incident.closedMillis().get());
    }
    json.writeStringField("inaction", incident.inaction());
    json.writeNumberField("signalCount", incident.signals().size());
    json.writeNumberField("changeCount", incident.changes().size());
    if (!incident.suspects().isEmpty()) {
      Suspect suspect = incident.suspects().get(0);
      json.writeStringField("suspect", suspect.entity().text());
      json.writeStringField("suspectReason", suspect.reason());
    }
    json.writeEndObject();
  }

  /** Everything about one incident. */
  static void whole(IncidentFile file, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", file.incidentId());
    if (file.incident().isPresent()) {
      json.writeFieldName("incident");
      FactJson.write(file.incident().get(), json);
    }
    array("proposals", file.proposals(), json);
    array("decisions", file.decisions(), json);
    array("commands", file.commands(), json);
    array("intents", file.intents(), json);
    array("notes", file.notes(), json);
    array("outcomes", file.outcomes(), json);
    array("verdicts", file.verdicts(), json);
    json.writeEndObject();
  }

  static void array(String name, List<? extends Fact> facts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Fact fact : facts) {
      FactJson.write(fact, json);
    }
    json.writeEndArray();
  }
}
