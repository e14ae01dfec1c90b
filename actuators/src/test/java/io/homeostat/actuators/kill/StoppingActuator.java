package io.homeostat.actuators.kill;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An actuator that says where it is and, at the chosen point, waits there: for SIGKILL, or until it
 * is told to go on.
 *
 * @param real who does the work
 * @param point where it waits
 */
record StoppingActuator(Actuator real, KillPoint point) implements Actuator {

  @Override
  public String action() {
    return real.action();
  }

  @Override
  public Preparation prepare(Command command, Notes notes) {
    Preparation preparation = real.prepare(command, notes);
    if (preparation instanceof Preparation.Ready ready) {
      reach(KillPoint.BEFORE_INTENT);
      return new Preparation.Ready(new StoppingGrip(ready.grip()));
    }
    return preparation;
  }

  @Override
  public Recovery recover(Command command, Notes notes) {
    return real.recover(command, notes);
  }

  private void reach(KillPoint reached) {
    if (reached == point) {
      System.out.println("at " + point);
      if (point != KillPoint.IN_EFFECT) {
        awaitWord();
      }
    }
  }

  private static void awaitWord() {
    try {
      if (System.in.read() < 0) {
        throw new IllegalStateException("the test has ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class StoppingGrip implements Grip {
    private final Grip grip;

    StoppingGrip(Grip grip) {
      this.grip = grip;
    }

    @Override
    public Result apply(Permit permit, Notes notes) {
      reach(KillPoint.AFTER_INTENT);
      Result result =
          grip.apply(
              () -> {
                reach(KillPoint.AFTER_MARKER);
                var refusal = permit.refusal();
                reach(KillPoint.IN_EFFECT);
                return refusal;
              },
              notes);
      reach(KillPoint.AFTER_EFFECT);
      System.out.println("result " + result);
      return result;
    }

    @Override
    public void close() {
      grip.close();
    }
  }
}
