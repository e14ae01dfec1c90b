package io.homeostat.actuators.patroni;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.patroni.ClusterReader;
import io.homeostat.schemas.patroni.PatroniApi;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives a cluster that Patroni keeps another leader. The effect is one new leader, on the next
 * timeline; it counts as made only once exactly one member is known to take writes, and of every
 * other it is known that it does not.
 *
 * <p>The fence. Patroni's API has no place for a token of ours. The cluster's timeline stands in
 * for one: it grows with every leader, the plan names it, and it is compared right before the
 * request. What keeps a second effect out after that is in the request itself. A switchover names
 * the leader that is to step down and an instant four seconds ahead: Patroni drops it when another
 * leads by then, and refuses it when the instant has passed on arrival, so that a process that was
 * paused can't send it late. A failover can name neither, as there is no leader; sent twice it
 * changes nothing, for the candidate leads already. Sent late by a paused process, after the lead
 * has passed on once more, it would move the lead; no lease of Patroni's closes that gap, and the
 * permit asked right before is all that narrows it.
 */
public final class LeaderChange implements Actuator {
  private static final String KIND = "pg-cluster";

  /** Longer than any process may believe, after its last proof, that commands are its own. */
  private static final Duration LEASE = Duration.ofSeconds(6);

  private final ChangePlan.Kind kind;
  private final Path targets;
  private final InstantSource clock;
  private final PatroniApi api = new PatroniApi();
  private final Map<String, Long> asBeforeSince = new ConcurrentHashMap<>();

  private LeaderChange(ChangePlan.Kind kind, Path targets, InstantSource clock) {
    this.kind = kind;
    this.targets = targets;
    this.clock = clock;
  }

  /**
   * The action {@code patroni.switchover}.
   *
   * @param targets the file that lists the clusters
   */
  public static LeaderChange switchover(Path targets, InstantSource clock) {
    return new LeaderChange(ChangePlan.Kind.SWITCHOVER, targets, clock);
  }

  /**
   * The action {@code patroni.failover}.
   *
   * @param targets the file that lists the clusters
   */
  public static LeaderChange failover(Path targets, InstantSource clock) {
    return new LeaderChange(ChangePlan.Kind.FAILOVER, targets, clock);
  }

  @Override
  public String action() {
    return kind.action();
  }

  @Override
  public Preparation prepare(Command command, Notes notes) {
    ChangePlan plan;
    try {
      plan = plan(command);
    } catch (IOException e) {
      return refused("the targets could not be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return refused(String.valueOf(e.getMessage()));
    }
    if (plan.target().actuator().isEmpty()) {
      return refused("the target " + plan.target().name() + " has no role actuator");
    }
    ClusterReader reader = new ClusterReader(plan.target(), api);
    Suitability suitability = Suitability.of(plan, reader.read());
    if (suitability instanceof Suitability.Fit fit) {
      return new Preparation.Ready(new LeaderGrip(plan, command, fit, reader, api, clock));
    }
    reader.close();
    return new Preparation.Ended(((Suitability.Unfit) suitability).result());
  }

  /**
   * Reads only. A cluster as before, with nothing scheduled, is believed only after so long that
   * neither Patroni nor a paused process can still begin.
   */
  @Override
  public Recovery recover(Command command, Notes notes) {
    ChangePlan plan;
    try {
      plan = plan(command);
    } catch (IOException | IllegalArgumentException e) {
      return new Recovery.NotYet("the target could not be read: " + e.getMessage());
    }
    try (ClusterReader reader = new ClusterReader(plan.target(), api)) {
      Standing standing = Standing.of(plan, reader.read());
      if (standing instanceof Standing.Changed changed) {
        asBeforeSince.remove(command.id());
        return new Recovery.Ended(changed.result());
      }
      if (standing instanceof Standing.AsBefore same) {
        return asBefore(command, same.loopSeconds());
      }
      asBeforeSince.remove(command.id());
      return new Recovery.NotYet(((Standing.Between) standing).what());
    }
  }

  private Recovery asBefore(Command command, long loopSeconds) {
    long now = System.nanoTime();
    long since = asBeforeSince.computeIfAbsent(command.id(), key -> now);
    Duration enough = LEASE.plus(LeaderGrip.LEAD).plusSeconds(2 * loopSeconds);
    if (now - since < enough.toNanos()) {
      return new Recovery.NotYet(
          "the cluster is as before; whether it stays so is known " + enough.toSeconds() + " s on");
    }
    asBeforeSince.remove(command.id());
    return kind == ChangePlan.Kind.SWITCHOVER
        ? new Recovery.NeverBegun()
        : new Recovery.Ended(
            new Result.Failed(
                "the cluster is as before: nobody leads", Collections.emptySortedMap()));
  }

  private ChangePlan plan(Command command) throws IOException {
    EntityId entity = command.target();
    if (!entity.kind().equals(KIND)) {
      throw new IllegalArgumentException(entity + " is no " + KIND + ": it has no leader");
    }
    ChangeParameters parameters = ChangeParameters.of(command);
    String name = String.join("/", entity.path());
    for (PatroniTarget target : PatroniTarget.read(targets)) {
      if (target.name().equals(name)) {
        if (parameters.leader() > target.members().size()) {
          throw new IllegalArgumentException(
              "there is no member " + parameters.leader() + " among " + target.members().size());
        }
        return new ChangePlan(kind, target, parameters);
      }
    }
    throw new IllegalArgumentException("no cluster '" + name + "' is in " + targets);
  }

  private static Preparation refused(String reason) {
    return new Preparation.Ended(new Result.Refused(reason));
  }
}
