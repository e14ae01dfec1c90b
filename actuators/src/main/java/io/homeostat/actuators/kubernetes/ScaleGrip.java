package io.homeostat.actuators.kubernetes;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scales a Deployment that has been looked at. Where it changes in the instant between the last
 * look and the write, nothing is written, and it is looked at again.
 *
 * @param client the Deployment
 * @param check what must hold
 */
record ScaleGrip(DeploymentClient client, ScaleCheck check) implements Actuator.Grip {
  private static final Logger log = LoggerFactory.getLogger(ScaleGrip.class);
  private static final int MOST_LOOKS = 3;
  private static final long PAUSE_MILLIS = 250;

  @Override
  public Result apply(Permit permit, Notes notes) {
    String changing = "";
    for (int look = 0; look < MOST_LOOKS; look++) {
      DeploymentReading before;
      try {
        Optional<DeploymentReading> read = client.read();
        if (read.isEmpty()) {
          return new Result.Refused(command().target() + " is gone");
        }
        before = read.get();
      } catch (IOException | IllegalArgumentException e) {
        return new Result.Refused("the target could not be read: " + e.getMessage());
      }
      Optional<Result> end =
          check
              .objection(before)
              .map(Result.class::cast)
              .or(() -> permit.refusal().map(Result.Refused::new));
      if (end.isPresent()) {
        return end.get();
      }
      DeploymentClient.Written written = client.scale(before, effect(before));
      if (written instanceof DeploymentClient.Written.Made made) {
        return applied(before, made.after(), notes);
      } else if (written instanceof DeploymentClient.Written.Rejected rejected) {
        return new Result.Failed(
            "the API server took nothing: " + rejected.reason(), facts(before));
      } else if (written instanceof DeploymentClient.Written.Lost lost) {
        return new Result.Unknown("no answer to the change: " + lost.reason());
      } else if (written instanceof DeploymentClient.Written.Conflict conflict) {
        changing = conflict.reason();
      }
    }
    return new Result.Refused("it changed each time right before the change: " + changing);
  }

  @Override
  public void close() {
    client.close();
  }

  private Command command() {
    return check.command();
  }

  private Trace.Effect effect(DeploymentReading before) {
    return new Trace.Effect(
        command().id(), command().fence(), before.desired(), check.parameters().wanted());
  }

  private Result applied(DeploymentReading before, DeploymentReading after, Notes notes) {
    SortedMap<String, String> details = facts(before);
    details.put("replicasAfter", Integer.toString(after.desired()));
    details.put("generationAfter", Long.toString(after.generation()));
    details.putAll(check.parameters().undo(before.desired(), after));
    notes.say("Scaled from " + before.desired() + " to " + after.desired() + " replicas");
    long start = System.nanoTime();
    boolean settled = awaitPods();
    double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0;
    details.put("settled", Boolean.toString(settled));
    details.put("seconds", Double.toString(seconds));
    return new Result.Applied(
        "scaled from "
            + before.desired()
            + " to "
            + after.desired()
            + " replicas, "
            + (settled
                ? "all ready after " + seconds + " s"
                : "not all of them ready within " + seconds + " s"),
        details);
  }

  /** Only to tell when it is done: the effect is made, whatever comes of this. */
  private boolean awaitPods() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(check.parameters().readyMillis());
    try {
      while (System.nanoTime() < end) {
        if (client.read().filter(DeploymentReading::settled).isPresent()) {
          return true;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | IllegalArgumentException e) {
      log.info("{} could not be read after it was scaled", command().target(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static SortedMap<String, String> facts(DeploymentReading before) {
    SortedMap<String, String> details = new TreeMap<>();
    details.put("uid", before.uid());
    details.put("replicasBefore", Integer.toString(before.desired()));
    details.put("generationBefore", Long.toString(before.generation()));
    return details;
  }
}
