package io.homeostat.actuators.patroni;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.patroni.ClusterReader;
import io.homeostat.schemas.patroni.PatroniApi;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster that was found to need another leader, and the member that is to be it. */
final class LeaderGrip implements Actuator.Grip {
  private static final Logger log = LoggerFactory.getLogger(LeaderGrip.class);

  /** A request that arrives later than this after its permit is refused by Patroni itself. */
  static final Duration LEAD = Duration.ofSeconds(4);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(400);
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private final ChangePlan plan;
  private final Command command;
  private final Suitability.Fit fit;
  private final ClusterReader reader;
  private final PatroniApi api;
  private final InstantSource clock;

  LeaderGrip(
      ChangePlan plan,
      Command command,
      Suitability.Fit fit,
      ClusterReader reader,
      PatroniApi api,
      InstantSource clock) {
    this.plan = plan;
    this.command = command;
    this.fit = fit;
    this.reader = reader;
    this.api = api;
    this.clock = clock;
  }

  @Override
  public Result apply(Permit permit, Notes notes) {
    PatroniTarget.Member candidate = plan.target().member(fit.candidate().name()).orElseThrow();
    PatroniTarget.Login login = plan.target().actuator().orElseThrow();
    notes.say(plan.kind().action() + ": " + candidate.name() + " is asked to lead");
    Optional<String> refusal = permit.refusal();
    if (refusal.isPresent()) {
      return new Result.Refused(refusal.get());
    }
    long sentNanos = System.nanoTime();
    try {
      PatroniApi.Answer answer =
          api.post(candidate.api(), path(), request(clock.instant()), login, ANSWER_LIMIT);
      log.info("command {}: Patroni answers {} {}", command.id(), answer.status(), answer.body());
      notes.say("Patroni answers: " + answer.body());
      if (answer.status() >= 400 && answer.status() < 500) {
        return failed("Patroni refused: " + answer.body());
      }
    } catch (ConnectException e) {
      return failed("the agent of " + candidate.name() + " could not be reached: " + e);
    } catch (IOException e) {
      log.warn("command {}: no answer from Patroni", command.id(), e);
      notes.say("Patroni has not answered: " + e.getMessage());
    }
    return await(sentNanos, notes);
  }

  @Override
  public void close() {
    reader.close();
  }

  private String path() {
    return plan.kind() == ChangePlan.Kind.SWITCHOVER ? "/switchover" : "/failover";
  }

  /**
   * Names the leader that is to step down, where there is one, and the instant: Patroni drops the
   * request when another leads by then, and refuses one whose instant has passed on arrival.
   */
  private String request(Instant now) {
    String candidate = "\"candidate\": \"" + fit.candidate().name() + "\"";
    if (plan.kind() == ChangePlan.Kind.FAILOVER) {
      return "{" + candidate + "}";
    }
    String leader = plan.target().members().get(plan.parameters().leader() - 1).name();
    return "{\"leader\": \""
        + leader
        + "\", "
        + candidate
        + ", \"scheduled_at\": \""
        + now.plus(LEAD).truncatedTo(ChronoUnit.MILLIS)
        + "\"}";
  }

  /** Reads until it is known, or the command's limit is over. */
  private Result await(long sentNanos, Notes notes) {
    long limitNanos = Duration.ofMillis(command.limitMillis()).toNanos();
    Duration patience = LEAD.plus(Duration.ofSeconds(2 * fit.loopSeconds())).plus(MARGIN);
    String told = "";
    while (true) {
      long sinceNanos = System.nanoTime() - sentNanos;
      Standing standing = Standing.of(plan, reader.read());
      if (standing instanceof Standing.Changed changed) {
        return changed.result();
      }
      if (standing instanceof Standing.AsBefore && sinceNanos > patience.toNanos()) {
        return failed("Patroni did not carry it out: the cluster is as before");
      }
      String what = standing instanceof Standing.Between between ? between.what() : told;
      if (!what.equals(told)) {
        notes.say(what);
        told = what;
      }
      if (sinceNanos > limitNanos || Thread.currentThread().isInterrupted()) {
        return new Result.Unknown("not known yet how the change of leaders ended: " + told);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static Result failed(String reason) {
    return new Result.Failed(reason, Collections.emptySortedMap());
  }
}
