package io.homeostat.actuators.action;

import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;

/**
 * Where a command stands, by what is durable about it. Each state has the transitions that are
 * legal from it, and no others.
 */
public sealed interface CommandState {

  /** Nothing is durable: no effect can have begun. */
  record Open() implements CommandState {
    /** The intent is durable; an effect may begin. */
    public Intended intend(long beganMillis) {
      return new Intended(beganMillis);
    }

    /** It ends without an effect. */
    public Ended end() {
      return new Ended();
    }
  }

  /**
   * The intent is durable: an effect may have been made.
   *
   * @param beganMillis when, by the actuator's clock
   */
  record Intended(long beganMillis) implements CommandState {
    /** It can't be told how it ended, and that is said. */
    public Uncertain lose() {
      return new Uncertain(beganMillis);
    }

    /** It is known how it ended. */
    public Ended end() {
      return new Ended();
    }
  }

  /**
   * It was said that nobody can tell: only reads are permitted.
   *
   * @param beganMillis when the intent became durable
   */
  record Uncertain(long beganMillis) implements CommandState {
    /** It is known how it ended. */
    public Ended end() {
      return new Ended();
    }
  }

  /** The last outcome is durable: nothing more is done for this command, ever. */
  record Ended() implements CommandState {}

  /** The state after a durable fact was read again; facts that don't fit it leave it as it is. */
  default CommandState after(Fact fact) {
    if (fact instanceof Outcome outcome && outcome.result().last()) {
      return new Ended();
    }
    if (fact instanceof Intent intent && this instanceof Open open) {
      return open.intend(intent.timeMillis());
    }
    if (fact instanceof Outcome && this instanceof Intended intended) {
      return intended.lose();
    }
    return this;
  }
}
