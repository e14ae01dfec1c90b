package io.homeostat.actuators.action;

import io.homeostat.core.model.Command;

/**
 * The port to one kind of target. An actuator keeps a fencing token with the target, or says what
 * keeps a second effect out where the target has no place for one.
 */
public interface Actuator {

  /** The action that it carries out, such as {@code pg-index.rebuild}. */
  String action();

  /**
   * Takes hold of the target and reads it: its identity, the precondition, room for the effect.
   * Changes nothing that anyone else could notice.
   */
  Preparation prepare(Command command, Notes notes);

  /**
   * After a crash or a lost connection: reads the target and tells what became of the command.
   * Until that is known it only reads; it may then clear what the ended attempt has left behind.
   */
  Recovery recover(Command command, Notes notes);

  /** What {@link #prepare} comes to. */
  sealed interface Preparation {
    /** The command ends here, without an effect. */
    record Ended(Result.Known result) implements Preparation {}

    /** The effect may be made. */
    record Ready(Grip grip) implements Preparation {}
  }

  /** A target that is held and has been read. */
  interface Grip extends AutoCloseable {
    /**
     * Makes the effect. The intent is durable by now.
     *
     * @param permit asked at the last instant before the effect begins
     */
    Result apply(Permit permit, Notes notes);

    /** Lets the target go. An effect that is under way in the target is not broken off. */
    @Override
    void close();
  }

  /** What {@link #recover} comes to. */
  sealed interface Recovery {
    /** It is known how it ended. */
    record Ended(Result.Known result) implements Recovery {}

    /** The effect was never begun, and whoever was about to can't begin it any more. */
    record NeverBegun() implements Recovery {}

    /** It can't be told yet. */
    record NotYet(String reason) implements Recovery {}
  }
}
