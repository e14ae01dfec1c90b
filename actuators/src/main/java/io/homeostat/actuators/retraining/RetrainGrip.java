package io.homeostat.actuators.retraining;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Asks a pipeline that has been looked at.
 *
 * @param pipeline whom to ask
 * @param request what for
 */
record RetrainGrip(Pipeline pipeline, RetrainRequest request) implements Actuator.Grip {

  @Override
  public Result apply(Permit permit, Notes notes) {
    Optional<String> refusal = permit.refusal();
    if (refusal.isPresent()) {
      return new Result.Refused(refusal.get());
    }
    Pipeline.Answer answer = pipeline.request(request.id(), request.json());
    if (answer instanceof Pipeline.Answer.Made made) {
      notes.say("The pipeline has taken on run " + made.run().name());
      return made(pipeline, request, made.run(), "");
    } else if (answer instanceof Pipeline.Answer.Rejected rejected) {
      return new Result.Failed(
          "the pipeline has begun nothing: " + rejected.reason(), details(pipeline, request));
    }
    return lost(((Pipeline.Answer.Lost) answer).reason());
  }

  @Override
  public void close() {
    pipeline.close();
  }

  /** No answer told, but the pipeline may by now. */
  private Result lost(String reason) {
    String told = "no answer to the request: " + reason;
    try {
      return pipeline
          .find(request.id())
          .<Result>map(run -> made(pipeline, request, run, "; found so after its answer was lost"))
          .orElseGet(() -> new Result.Unknown(told, details(pipeline, request)));
    } catch (IOException e) {
      return new Result.Unknown(
          told + "; and it can't be asked: " + e.getMessage(), details(pipeline, request));
    }
  }

  /**
   * A run is there.
   *
   * @param how to be said at the end of the sentence
   */
  static Result.Applied made(
      Pipeline pipeline, RetrainRequest request, Pipeline.Run run, String how) {
    SortedMap<String, String> details = details(pipeline, request);
    details.put("run", run.name());
    return new Result.Applied(
        "the pipeline of "
            + request.model()
            + " has taken on to train version "
            + request.version()
            + " anew: run "
            + run.name()
            + how,
        details);
  }

  /** What an outcome tells, whatever it is. */
  static SortedMap<String, String> details(Pipeline pipeline, RetrainRequest request) {
    SortedMap<String, String> details = request.details();
    details.put("pipeline", pipeline.kind());
    return details;
  }
}
