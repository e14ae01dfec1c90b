package io.homeostat.core.detect;

import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges whether what used to report still does: an entity, or one of its series while the entity
 * still sends others. A series that has been missing for a day is expected no longer.
 *
 * @param holdMillis how long after its time a sample is judged
 * @param clock the lane's clock
 */
record Missing(long holdMillis, LaneClock clock) {
  private static final long FORGET_MILLIS = 86_400_000;

  /**
   * Judges.
   *
   * @param entity the detector of the entity itself, by the same rule
   * @return the lane's time when it has to be judged again
   */
  long step(
      Binding binding,
      Watch watch,
      DetectorRule.Missing params,
      Detector detector,
      Detector entity,
      Consumer<Signal> signals) {
    MissingState known = detector.memory(MissingState.class, MissingState::new);
    long heard = detector.pace().knownMillis();
    if (!known.expected(detector.pace().lastMillis(), params.seenMillis())) {
      return Long.MAX_VALUE;
    }
    long after = Math.max(params.afterMillis(), detector.pace().silenceMillis());
    boolean alone = entity.pace().lastMillis() - heard >= after;
    if (!watch.ofEntity() && !alone && !Absence.firing(detector)) {
      return LaneClock.roundUp(Math.max(heard + after, clock.nowMillis()) + holdMillis);
    }
    if (!watch.ofEntity() && clock.nowMillis() - heard > FORGET_MILLIS + holdMillis) {
      known.giveUp();
      resolve(detector, signals);
      return Long.MAX_VALUE;
    }
    String why =
        watch.ofEntity()
            ? "nothing has come of it for "
            : "it has not come, while other series have, for ";
    Absence.Allowed allowed = new Absence.Allowed(after, params.door(), why);
    return new Absence(holdMillis, clock).step(binding, watch, allowed, detector, signals);
  }

  private void resolve(Detector detector, Consumer<Signal> signals) {
    Optional<Signal> sent = detector.sent();
    sent.ifPresent(
        open ->
            signals.accept(
                Wording.turned(
                    open,
                    Signal.State.RESOLVED,
                    clock.nowMillis(),
                    open.value(),
                    Wording.givenUp(open, FORGET_MILLIS))));
    detector.sent(Optional.empty());
    detector.hysteresis().interrupt();
  }
}
