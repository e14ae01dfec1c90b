package io.homeostat.console.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.homeostat.console.view.ActionFile;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.schemas.wire.FactJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Actions as JSON. */
final class ActionJson {

  private ActionJson() {}

  static void list(List<ActionFile> actions, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("actions");
    for (ActionFile action : actions) {
      json.writeStartObject();
      summary(action, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Everything about one: the summary's fields, and the facts themselves. */
  static void whole(ActionFile action, JsonGenerator json) throws IOException {
    json.writeStartObject();
    summary(action, json);
    json.writeFieldName("proposal");
    FactJson.write(action.proposal(), json);
    Json.array("decisions", action.decisions(), json);
    Json.array("intents", action.intents(), json);
    Json.array("outcomes", action.outcomes(), json);
    Json.array("verdicts", action.verdicts(), json);
    json.writeEndObject();
  }

  private static void summary(ActionFile action, JsonGenerator json) throws IOException {
    Proposal proposal = action.proposal();
    json.writeStringField("id", proposal.id());
    json.writeStringField("state", action.state().name());
    json.writeStringField("reason", reason(action));
    json.writeStringField("incidentId", proposal.incidentId());
    json.writeStringField("system", proposal.system());
    json.writeStringField("target", proposal.target().text());
    json.writeStringField("action", proposal.action());
    json.writeStringField("playbook", proposal.playbook());
    json.writeStringField("planHash", proposal.planHash());
    json.writeStringField("predicted", proposal.predicted());
    json.writeNumberField("proposedMillis", proposal.proposedMillis());
    Optional<Long> until = action.decision().flatMap(Decision::untilMillis);
    if (until.isPresent()) {
      json.writeNumberField("untilMillis", until.get());
    }
    if (proposal.undoOf().isPresent()) {
      json.writeStringField("undoOf", proposal.undoOf().get().proposalId());
    }
    boolean applied =
        action.outcomes().stream().anyMatch(it -> it.result() == Outcome.Result.APPLIED);
    json.writeBooleanField("applied", applied);
  }

  private static String reason(ActionFile action) {
    if (!action.verdicts().isEmpty()) {
      return action.verdicts().get(action.verdicts().size() - 1).reason();
    }
    if (!action.outcomes().isEmpty()) {
      return action.outcomes().get(action.outcomes().size() - 1).reason();
    }
    return action.decision().map(Decision::reason).orElse("");
  }
}
