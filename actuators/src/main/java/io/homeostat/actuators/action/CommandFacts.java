package io.homeostat.actuators.action;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import java.util.List;

/**
 * What is said of one command. Of a command at an offset, the intent has index 0, the word that
 * nobody can tell index 1, the last outcome index 2; and each strand takes its commands in the
 * order of their offsets. So what a strand says rises in (offset, index) also when it is said by a
 * process that came after a crash, and says it at its own place.
 *
 * @param command the command
 * @param lane the lane of commands
 * @param offset the command's place there
 * @param lanes how many lanes each stream has
 */
record CommandFacts(Command command, int lane, long offset, Lanes lanes) {
  /** A lane's commands run on so many strands; those of one target on the same. */
  static final int STRANDS = 4;

  private static final int INTENT = 0;
  private static final int UNKNOWN = 1;
  private static final int LAST = 2;

  /** The strand of the command's target. */
  int strand() {
    return Math.floorMod(command.target().text().hashCode(), STRANDS);
  }

  /** The intent, for everyone who needs it. */
  List<Output> intent(long nowMillis) {
    return toAll(
        INTENT,
        new Intent(
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            command.fence(),
            source(),
            nowMillis));
  }

  /** The outcome, for everyone who needs it. */
  List<Output> outcome(Result result, long beganMillis, long endedMillis) {
    return toAll(
        result instanceof Result.Unknown ? UNKNOWN : LAST,
        new Outcome(
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            command.action(),
            kind(result),
            result.reason(),
            result.details(),
            beganMillis,
            endedMillis));
  }

  /** The source in the origins. */
  String source() {
    return "actuator/" + strand();
  }

  private List<Output> toAll(int index, Fact fact) {
    Origin origin = new Origin(source(), lane, offset, index);
    return List.of(
        output(Stream.OUTCOMES, command.id(), origin, fact),
        output(Stream.GOVERNANCE, "", origin, fact),
        output(Stream.SIGNALS, command.system(), origin, fact));
  }

  private Output output(Stream stream, String key, Origin origin, Fact fact) {
    return new Output(stream, lanes.lane(stream, key), key, origin, fact);
  }

  private static Outcome.Result kind(Result result) {
    if (result instanceof Result.Applied) {
      return Outcome.Result.APPLIED;
    } else if (result instanceof Result.AlreadyTrue) {
      return Outcome.Result.ALREADY_TRUE;
    } else if (result instanceof Result.Refused) {
      return Outcome.Result.REFUSED;
    } else if (result instanceof Result.Failed) {
      return Outcome.Result.FAILED;
    }
    return Outcome.Result.UNKNOWN;
  }
}
