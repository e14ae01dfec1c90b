package io.homeostat.actuators.kubernetes;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.targets.Fingerprint;
import io.homeostat.schemas.targets.KubernetesTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes how many replicas a Deployment has. The effect is one conditional update of {@code
 * spec.replicas}; the fencing token is in the object itself: the annotations that stand beside the
 * effect.
 */
public final class DeploymentScale implements Actuator {
  /** The action's name. */
  public static final String ACTION = "deployment.scale";

  private static final String KIND = "deployment";
  private static final int MOST_LOOKS = 3;

  private final Path targets;

  /**
   * An actuator for the clusters in a file.
   *
   * @param targets read anew for each command
   */
  public DeploymentScale(Path targets) {
    this.targets = targets;
  }

  @Override
  public String action() {
    return ACTION;
  }

  @Override
  public Preparation prepare(Command command, Notes notes) {
    try {
      ScaleCheck check = new ScaleCheck(command, ScaleParameters.of(command));
      DeploymentClient client = open(command.target());
      try {
        Optional<DeploymentReading> now = client.read();
        Optional<Result.Known> end =
            now.isEmpty()
                ? Optional.of(new Result.Refused(command.target() + " is not there"))
                : check.objection(now.get());
        if (end.isPresent()) {
          client.close();
          return new Preparation.Ended(end.get());
        }
        return new Preparation.Ready(new ScaleGrip(client, check));
      } catch (IOException | RuntimeException e) {
        client.close();
        throw e;
      }
    } catch (IOException | IllegalArgumentException e) {
      return new Preparation.Ended(
          new Result.Refused("the target could not be read: " + e.getMessage()));
    }
  }

  /**
   * The object's trace tells. Where it has none of the command, whoever was about to write it is
   * kept out first: a write of the fence makes the version that they know an old one.
   */
  @Override
  public Recovery recover(Command command, Notes notes) {
    String changing = "it changes all the time";
    try (DeploymentClient client = open(command.target())) {
      for (int look = 0; look < MOST_LOOKS; look++) {
        Optional<DeploymentReading> read = client.read();
        Optional<Recovery> known = known(command, read);
        if (known.isPresent()) {
          return known.get();
        }
        DeploymentClient.Written written = client.fence(read.orElseThrow(), command.fence());
        if (written instanceof DeploymentClient.Written.Made) {
          return new Recovery.NeverBegun();
        } else if (written instanceof DeploymentClient.Written.Rejected rejected) {
          return new Recovery.NotYet("the API server takes no fence: " + rejected.reason());
        } else if (written instanceof DeploymentClient.Written.Lost lost) {
          return new Recovery.NotYet("no answer to the fence: " + lost.reason());
        } else if (written instanceof DeploymentClient.Written.Conflict conflict) {
          changing = conflict.reason();
        }
      }
      return new Recovery.NotYet(changing);
    } catch (IOException | IllegalArgumentException e) {
      return new Recovery.NotYet("the target could not be read: " + e.getMessage());
    }
  }

  private static Optional<Recovery> known(Command command, Optional<DeploymentReading> read) {
    SortedMap<String, String> details = new TreeMap<>();
    details.put("recovered", "true");
    if (read.isEmpty()) {
      return Optional.of(
          new Recovery.Ended(new Result.Failed(command.target() + " is gone", details)));
    }
    DeploymentReading now = read.get();
    details.put("uid", now.uid());
    details.put("replicasNow", Integer.toString(now.desired()));
    Optional<Trace.Effect> own = now.trace().of(command.id());
    if (own.isPresent()) {
      details.put("replicasBefore", Integer.toString(own.get().from()));
      details.put("replicasAfter", Integer.toString(own.get().to()));
      if (now.desired() == own.get().to()) {
        details.putAll(ScaleParameters.of(command).undo(own.get().from(), now));
      }
      return Optional.of(
          new Recovery.Ended(
              new Result.Applied(
                  "scaled from "
                      + own.get().from()
                      + " to "
                      + own.get().to()
                      + " replicas; found so after its actuator had gone",
                  details)));
    }
    boolean another = Fingerprint.of(now.uid()) != ScaleParameters.of(command).identity();
    if (another || now.fence() > command.fence()) {
      return Optional.of(
          new Recovery.Ended(
              new Result.Failed(
                  another
                      ? "the object that the plan saw is gone; another has its name"
                      : "it has no trace of this command, and a newer grant's",
                  details)));
    }
    return Optional.empty();
  }

  private DeploymentClient open(EntityId entity) throws IOException {
    if (!entity.kind().equals(KIND)) {
      throw new IllegalArgumentException(entity + " is no " + KIND + ": it can't be scaled");
    }
    Optional<KubernetesTarget> target = KubernetesTarget.find(targets, "actuator", entity.scope());
    if (target.isPresent()) {
      return DeploymentClient.open(target.get(), entity.name());
    }
    throw new IllegalArgumentException(
        "no cluster with namespace '"
            + String.join("/", entity.scope())
            + "' and an actuator's role is in "
            + targets);
  }
}
