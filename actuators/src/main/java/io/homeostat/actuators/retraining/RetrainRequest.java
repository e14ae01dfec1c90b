package io.homeostat.actuators.retraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a pipeline is asked for.
 *
 * @param command whose id names the run
 * @param parameters what the command says
 */
record RetrainRequest(Command command, RetrainParameters parameters) {
  private static final String KIND = "model";
  private static final ObjectMapper JSON = new ObjectMapper();

  RetrainRequest {
    EntityId target = command.target();
    if (!target.kind().equals(KIND) || target.scope().isEmpty()) {
      throw new IllegalArgumentException(
          target + " is no version of a model: give one such as model:demo/ranker/v1");
    }
  }

  /**
   * The request of a command.
   *
   * @throws IllegalArgumentException when the command's target or parameters are not as they should
   *     be
   */
  static RetrainRequest of(Command command) {
    return new RetrainRequest(command, RetrainParameters.of(command));
  }

  String id() {
    return command.id();
  }

  /** The model, without its version. */
  EntityId model() {
    List<String> path = command.target().scope();
    return new EntityId(KIND, path);
  }

  /** The version that is to be trained anew. */
  String version() {
    return command.target().name();
  }

  /** One JSON object; its keys always stand in the same order. */
  String json() {
    ObjectNode body = JSON.createObjectNode();
    body.put("id", command.id());
    body.put("incident", command.incidentId());
    body.put("model", model().text());
    body.put("version", version());
    ObjectNode dataset = body.putObject("dataset");
    dataset.put("entity", parameters.dataset().text());
    ArrayNode features = dataset.putArray("features");
    parameters.features().forEach(features::add);
    dataset.put("from", parameters.began().toString());
    dataset.put("asOf", Instant.ofEpochMilli(command.grantedMillis()).toString());
    ObjectNode reason = body.putObject("reason");
    reason.put("signal", parameters.signal());
    reason.put("kind", parameters.kind());
    reason.put("rule", parameters.rule());
    reason.put("explanation", parameters.explanation());
    ObjectNode own = body.putObject("parameters");
    parameters.own().forEach(own::put);
    body.put("plan", command.planHash());
    body.put("rules", command.rules());
    return body.toString();
  }

  /** What an outcome tells of it. */
  SortedMap<String, String> details() {
    SortedMap<String, String> details = new TreeMap<>();
    details.put("model", model().text());
    details.put("version", version());
    details.put("dataset", parameters.dataset().text());
    details.put("features", String.join(",", parameters.features()));
    return details;
  }
}
