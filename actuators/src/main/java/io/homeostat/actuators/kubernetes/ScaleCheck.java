package io.homeostat.actuators.kubernetes;

import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.targets.Fingerprint;
import java.util.Collections;
import java.util.Optional;

/**
 * Whether a Deployment, as it was read, may be scaled by a command: it is the object that the plan
 * saw, unchanged; no newer grant has touched it; and enough healthy replicas stay.
 *
 * @param command the command
 * @param parameters its settings
 */
record ScaleCheck(Command command, ScaleParameters parameters) {

  /** Why it ends here; empty when it may be scaled. */
  Optional<Result.Known> objection(DeploymentReading now) {
    Optional<Trace.Effect> own = now.trace().of(command.id());
    if (own.isPresent()) {
      return Optional.of(
          new Result.AlreadyTrue(
              "this command has been carried out before: "
                  + own.get().from()
                  + " to "
                  + own.get().to()
                  + " replicas",
              Collections.emptySortedMap()));
    }
    return identity(now)
        .or(() -> fence(now))
        .map(reason -> (Result.Known) new Result.Refused(reason))
        .or(() -> alreadyTrue(now))
        .or(() -> plan(now).or(() -> floor(now)).map(Result.Refused::new));
  }

  private Optional<String> identity(DeploymentReading now) {
    if (now.deleting()) {
      return Optional.of(command.target() + " is being deleted");
    }
    return Fingerprint.of(now.uid()) == parameters.identity()
        ? Optional.empty()
        : Optional.of(command.target() + " is another object than the plan saw: " + now.uid());
  }

  private Optional<String> fence(DeploymentReading now) {
    return now.fence() > command.fence()
        ? Optional.of(
            command.target()
                + " has seen a newer grant: fence "
                + now.fence()
                + " after "
                + command.fence())
        : Optional.empty();
  }

  private Optional<Result.Known> alreadyTrue(DeploymentReading now) {
    if (now.desired() != parameters.wanted()) {
      return Optional.empty();
    }
    return Optional.of(
        parameters.wanted() == parameters.from()
            ? new Result.Refused(
                "there is no room: it has "
                    + now.desired()
                    + " replicas, and may have "
                    + parameters.least()
                    + " to "
                    + parameters.most())
            : new Result.AlreadyTrue(
                "it has " + now.desired() + " replicas already, and not by this command",
                Collections.emptySortedMap()));
  }

  private Optional<String> plan(DeploymentReading now) {
    if (now.desired() != parameters.from()) {
      return Optional.of(
          "it has " + now.desired() + " replicas, and the plan saw " + parameters.from());
    }
    if (now.generation() != parameters.generation()) {
      return Optional.of(
          "its specification has changed since the plan: generation "
              + now.generation()
              + " after "
              + parameters.generation());
    }
    return now.observed() < now.generation()
        ? Optional.of(
            "its controller has taken up generation "
                + now.observed()
                + " only, of "
                + now.generation())
        : Optional.empty();
  }

  /** Each replica that goes counts as a healthy one: which of them go is not ours to say. */
  private Optional<String> floor(DeploymentReading now) {
    int going = now.desired() - parameters.wanted();
    return going > 0 && now.ready() - going < parameters.least()
        ? Optional.of(
            "of "
                + now.ready()
                + " healthy replicas "
                + (now.ready() - going)
                + " might stay, fewer than "
                + parameters.least())
        : Optional.empty();
  }
}
