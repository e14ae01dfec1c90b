package io.homeostat.actuators.retraining;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a model's training pipeline for one run, once for each command. What the run makes of the
 * data, and whether its model is ever served, is the pipeline's business. A run that was asked for
 * can't be taken back, so there is no undo.
 *
 * <p>The fence. The token is the command's id, and it lives in the pipeline as the id of the run:
 * the key of a webhook's request, the id of an Airflow's run, the name of a Job. Whoever asks for a
 * run of an id that is there gets no second one, so a request that a paused process sends late, or
 * that the network delivers twice, changes nothing. After a crash or a lost answer the pipeline
 * tells whether the run is there. Where it is not, a request may still be under way: that it was
 * never begun is believed only {@link #LEEWAY} after all that an answer may take, counted from when
 * it was first seen missing.
 *
 * <p>What is not protected. A request that lands later still makes the one run of its id, of which
 * the outcome then says that it was never begun; and so it is with a run that the pipeline forgets
 * before recovery has looked for it, such as a Job that somebody deletes. A command that is planned
 * anew has another id, and makes a second run. Whoever else starts the pipeline between the last
 * look and the request makes a second run of the model; what is changed there in between, such as
 * the CronJob, counts for the next command. And whether a run under way has all of the data is told
 * by when it began, by the pipeline's clock, against when the command was granted, by Homeostat's.
 */
public final class ModelRetraining implements Actuator {
  /** The action's name. */
  public static final String ACTION = "model.retrain";

  /** How long a request may still be under way once its answer is no longer waited for. */
  static final Duration LEEWAY = Duration.ofSeconds(5);

  private static final String AGAIN = "; this is tried again a few times, then a person is called";

  private final Pipelines pipelines;
  private final InstantSource clock;
  private final Map<String, Instant> missingSince = new ConcurrentHashMap<>();

  /**
   * An actuator for the pipelines in a file.
   *
   * @param targets read anew for each command
   */
  public ModelRetraining(Path targets, InstantSource clock) {
    this.pipelines = new Pipelines(targets, new PipelineHttp(), clock);
    this.clock = clock;
  }

  @Override
  public String action() {
    return ACTION;
  }

  @Override
  public Preparation prepare(Command command, Notes notes) {
    try {
      RetrainRequest request = RetrainRequest.of(command);
      Pipeline pipeline = open(request);
      try {
        Optional<Result.Known> end = end(pipeline, request);
        if (end.isPresent()) {
          pipeline.close();
          return new Preparation.Ended(end.get());
        }
        return new Preparation.Ready(new RetrainGrip(pipeline, request));
      } catch (IOException | RuntimeException e) {
        pipeline.close();
        throw e;
      }
    } catch (IllegalArgumentException e) {
      return new Preparation.Ended(new Result.Refused(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return new Preparation.Ended(
          new Result.Refused("the pipeline could not be read: " + e.getMessage()));
    }
  }

  @Override
  public Recovery recover(Command command, Notes notes) {
    try {
      RetrainRequest request = RetrainRequest.of(command);
      try (Pipeline pipeline = open(request)) {
        Optional<Pipeline.Run> run = pipeline.find(command.id());
        if (run.isEmpty()) {
          return missing(request);
        }
        missingSince.remove(command.id());
        Result.Applied made =
            RetrainGrip.made(
                pipeline, request, run.get(), "; found so after its actuator had gone");
        SortedMap<String, String> details = new TreeMap<>(made.details());
        details.put("recovered", "true");
        return new Recovery.Ended(new Result.Applied(made.reason(), details));
      }
    } catch (IOException | IllegalArgumentException e) {
      return new Recovery.NotYet("the pipeline could not be read: " + e.getMessage());
    }
  }

  /** A request may still be under way, for as long as one can take. */
  private Recovery missing(RetrainRequest request) {
    Instant now = clock.instant();
    Instant since = missingSince.computeIfAbsent(request.id(), id -> now);
    Duration enough = request.parameters().timeout().plus(LEEWAY);
    if (now.isBefore(since.plus(enough))) {
      return new Recovery.NotYet(
          "the pipeline knows of no run; whether it stays so is known at " + since.plus(enough));
    }
    missingSince.remove(request.id());
    return new Recovery.NeverBegun();
  }

  /** Why it ends before it has begun. */
  private static Optional<Result.Known> end(Pipeline pipeline, RetrainRequest request)
      throws IOException {
    SortedMap<String, String> details = RetrainGrip.details(pipeline, request);
    Optional<Pipeline.Run> made = pipeline.find(request.id());
    if (made.isPresent()) {
      details.put("run", made.get().name());
      return Optional.of(
          new Result.AlreadyTrue(
              "this command has asked for its run before: " + made.get().name(), details));
    }
    Optional<String> objection = pipeline.objection();
    if (objection.isPresent()) {
      return Optional.of(new Result.Refused(objection.get(), details));
    }
    Optional<Pipeline.Underway> underway = pipeline.underway();
    underway.ifPresent(run -> details.put("run", run.name()));
    Instant granted = Instant.ofEpochMilli(request.command().grantedMillis());
    return underway.map(run -> underway(run, granted, details));
  }

  /** The data changed before the command was granted; how long before, the signal can't tell. */
  private static Result.Known underway(
      Pipeline.Underway run, Instant granted, SortedMap<String, String> details) {
    if (run.doubt().isPresent()) {
      return new Result.Refused("run " + run.name() + " " + run.doubt().get() + AGAIN, details);
    }
    if (run.began().isEmpty()) {
      return new Result.AlreadyTrue(
          "run " + run.name() + " waits to begin, and will have all of the data", details);
    }
    Instant began = run.began().get();
    return began.isBefore(granted)
        ? new Result.Refused(
            "run "
                + run.name()
                + " began at "
                + began
                + ", before this was granted: whether it has all of the data is not known"
                + AGAIN,
            details)
        : new Result.AlreadyTrue(
            "run "
                + run.name()
                + " began at "
                + began
                + ", after this was granted: it has all of the data",
            details);
  }

  private Pipeline open(RetrainRequest request) throws IOException {
    return pipelines.open(request.command().target(), request.parameters().timeout());
  }
}
