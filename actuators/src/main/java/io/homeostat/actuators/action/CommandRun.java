package io.homeostat.actuators.action;

import io.homeostat.core.model.Command;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command's way to its end, on the thread of its strand: looked at, intended, carried out,
 * told. Where a run before this one came to its end in the middle, the target is read first.
 */
final class CommandRun {
  private static final Logger log = LoggerFactory.getLogger(CommandRun.class);
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final CommandFacts facts;
  private final Command command;
  private final LaneWriter writer;
  private final Journal journal;
  private final Conditions conditions;
  private final Notes notes;
  private final InstantSource clock;
  private final long pickedUpMillis;

  CommandRun(
      CommandFacts facts,
      LaneWriter writer,
      Journal journal,
      Conditions conditions,
      Notes notes,
      InstantSource clock) {
    this.facts = facts;
    this.command = facts.command();
    this.writer = writer;
    this.journal = journal;
    this.conditions = conditions;
    this.notes = notes;
    this.clock = clock;
    this.pickedUpMillis = clock.millis();
  }

  /** Brings the command to its end. */
  void run(Map<String, Actuator> actuators) {
    CommandState state = journal.state(command.id());
    Optional<Actuator> actuator = Optional.ofNullable(actuators.get(command.action()));
    if (state instanceof CommandState.Ended) {
      writer.writeLast(List.of(), facts.offset());
    } else if (actuator.isEmpty()) {
      end(new Result.Refused("no actuator here carries out " + command.action()), pickedUpMillis);
    } else if (state instanceof CommandState.Open open) {
      begin(open, actuator.get());
    } else if (state instanceof CommandState.Intended intended) {
      resume(intended, actuator.get());
    } else if (state instanceof CommandState.Uncertain uncertain) {
      resolve(uncertain, actuator.get());
    }
  }

  private void begin(CommandState.Open open, Actuator actuator) {
    Optional<String> refusal = refusal();
    if (refusal.isPresent()) {
      end(new Result.Refused(refusal.get()), pickedUpMillis);
      return;
    }
    Actuator.Preparation preparation = prepare(actuator);
    if (preparation instanceof Actuator.Preparation.Ended ended) {
      end(ended.result(), pickedUpMillis);
    } else if (preparation instanceof Actuator.Preparation.Ready ready) {
      CommandState.Intended intended;
      Result result;
      try (Actuator.Grip grip = ready.grip()) {
        intended = intend(open);
        result = apply(grip);
      }
      finish(intended, result, actuator);
    }
  }

  private CommandState.Intended intend(CommandState.Open open) {
    long now = clock.millis();
    writer.write(facts.intent(now));
    CommandState.Intended intended = open.intend(now);
    journal.set(command.id(), intended);
    return intended;
  }

  private Result apply(Actuator.Grip grip) {
    if (!writer.leased()) {
      writer.renewLease();
    }
    try {
      return grip.apply(this::lastRefusal, notes);
    } catch (RuntimeException e) {
      log.error("command {}: the actuator failed", command.id(), e);
      return new Result.Unknown("the actuator failed: " + e);
    }
  }

  /** Why it must not be begun; where that may pass, waits for it to pass or for the expiry. */
  private Optional<String> refusal() {
    Optional<Objection> objection = conditions.objection(command);
    while (objection.filter(Objection::isPassing).isPresent()) {
      writer.pause(FIRST_PAUSE_MILLIS);
      objection = conditions.objection(command);
    }
    return objection.map(Objection::reason);
  }

  private Optional<String> lastRefusal() {
    Optional<String> refusal = conditions.objection(command).map(Objection::reason);
    return refusal.isPresent() || writer.leased()
        ? refusal
        : Optional.of("this process can no longer be sure that the commands are its own");
  }

  private Actuator.Preparation prepare(Actuator actuator) {
    try {
      return actuator.prepare(command, notes);
    } catch (RuntimeException e) {
      log.error("command {}: the target could not be read", command.id(), e);
      return new Actuator.Preparation.Ended(
          new Result.Refused("the target could not be read: " + e));
    }
  }

  private void finish(CommandState.Intended intended, Result result, Actuator actuator) {
    if (result instanceof Result.Known known) {
      end(known, intended.beganMillis());
    } else {
      resolve(lose(intended, result.reason()), actuator);
    }
  }

  private CommandState.Uncertain lose(CommandState.Intended intended, String reason) {
    Result unknown = new Result.Unknown(reason);
    writer.write(facts.outcome(unknown, intended.beganMillis(), clock.millis()));
    CommandState.Uncertain uncertain = intended.lose();
    journal.set(command.id(), uncertain);
    return uncertain;
  }

  /** A process before this one had the intent made durable, and then ended. */
  private void resume(CommandState.Intended intended, Actuator actuator) {
    Actuator.Recovery recovery = recover(actuator);
    if (recovery instanceof Actuator.Recovery.Ended ended) {
      end(ended.result(), intended.beganMillis());
    } else if (recovery instanceof Actuator.Recovery.NeverBegun) {
      carryOut(intended, actuator);
    } else if (recovery instanceof Actuator.Recovery.NotYet notYet) {
      resolve(lose(intended, notYet.reason()), actuator);
    }
  }

  /** The intent is durable, and it is certain that nothing followed it. */
  private void carryOut(CommandState.Intended intended, Actuator actuator) {
    Optional<String> refusal = refusal();
    if (refusal.isPresent()) {
      end(new Result.Refused(refusal.get()), intended.beganMillis());
      return;
    }
    Actuator.Preparation preparation = prepare(actuator);
    if (preparation instanceof Actuator.Preparation.Ended ended) {
      end(ended.result(), intended.beganMillis());
    } else if (preparation instanceof Actuator.Preparation.Ready ready) {
      Result result;
      try (Actuator.Grip grip = ready.grip()) {
        writer.renewLease();
        result = apply(grip);
      }
      finish(intended, result, actuator);
    }
  }

  /** Reads until it is known. Nothing else is done for this target meanwhile. */
  private void resolve(CommandState.Uncertain uncertain, Actuator actuator) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      Actuator.Recovery recovery = recover(actuator);
      if (recovery instanceof Actuator.Recovery.Ended ended) {
        end(ended.result(), uncertain.beganMillis());
        return;
      } else if (recovery instanceof Actuator.Recovery.NeverBegun) {
        end(new Result.Refused("the effect was never begun"), uncertain.beganMillis());
        return;
      } else if (recovery instanceof Actuator.Recovery.NotYet notYet) {
        log.info("command {} is not resolved yet: {}", command.id(), notYet.reason());
        writer.pause(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private Actuator.Recovery recover(Actuator actuator) {
    try {
      return actuator.recover(command, notes);
    } catch (RuntimeException e) {
      log.error("command {}: the target could not be read", command.id(), e);
      return new Actuator.Recovery.NotYet("the target could not be read: " + e);
    }
  }

  private void end(Result.Known result, long beganMillis) {
    writer.writeLast(facts.outcome(result, beganMillis, clock.millis()), facts.offset());
    journal.set(command.id(), new CommandState.Ended());
    log.info(
        "command {} on {}: {}: {}",
        command.id(),
        command.target(),
        result.getClass().getSimpleName(),
        result.reason());
  }
}
