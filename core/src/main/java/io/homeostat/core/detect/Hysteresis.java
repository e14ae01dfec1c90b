package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * Turns judgements into one beginning and one end: it must be wrong for a time before it fires, and
 * well for a time before it resolves. Both times are spanned by samples; where samples were missing
 * they start anew. Mutable: part of a detector.
 */
final class Hysteresis {

  /** Where it stands. */
  enum Phase {
    /** Well. */
    QUIET,
    /** Wrong, not yet for long enough. */
    PENDING,
    /** Wrong for long enough. */
    FIRING,
    /** Firing, and well, not yet for long enough. */
    CLEARING
  }

  /** What a step leads to. */
  enum Turn {
    NONE,
    FIRES,
    STILL_FIRING,
    RESOLVES
  }

  private static final Phase[] PHASES = Phase.values();

  private Phase phase = Phase.QUIET;
  private long sinceMillis;
  private long beganMillis;

  Phase phase() {
    return phase;
  }

  /** True from firing until resolved. */
  boolean open() {
    return phase == Phase.FIRING || phase == Phase.CLEARING;
  }

  /** When what fires, or may come to fire, began. */
  long beganMillis() {
    return beganMillis;
  }

  /** Samples were missing: what was neither fired nor resolved yet starts anew. */
  void interrupt() {
    if (phase == Phase.PENDING) {
      phase = Phase.QUIET;
    } else if (phase == Phase.CLEARING) {
      phase = Phase.FIRING;
    }
  }

  Turn wrong(long timeMillis, long forMillis) {
    switch (phase) {
      case QUIET -> {
        phase = Phase.PENDING;
        beganMillis = timeMillis;
        sinceMillis = timeMillis;
      }
      case CLEARING -> phase = Phase.FIRING;
      default -> {}
    }
    if (phase == Phase.FIRING) {
      return Turn.STILL_FIRING;
    }
    if (timeMillis - sinceMillis < forMillis) {
      return Turn.NONE;
    }
    phase = Phase.FIRING;
    return Turn.FIRES;
  }

  Turn well(long timeMillis, long clearMillis) {
    switch (phase) {
      case PENDING -> phase = Phase.QUIET;
      case FIRING -> {
        phase = Phase.CLEARING;
        sinceMillis = timeMillis;
      }
      default -> {}
    }
    if (phase == Phase.CLEARING && timeMillis - sinceMillis >= clearMillis) {
      phase = Phase.QUIET;
      return Turn.RESOLVES;
    }
    return Turn.NONE;
  }

  /** Fires at once. */
  void fire(long begunMillis) {
    phase = Phase.FIRING;
    beganMillis = begunMillis;
  }

  Hysteresis copy() {
    Hysteresis copy = new Hysteresis();
    copy.phase = phase;
    copy.sinceMillis = sinceMillis;
    copy.beganMillis = beganMillis;
    return copy;
  }

  @SuppressWarnings("EnumOrdinal") // the place is the form
  void write(ByteSink sink) {
    sink.writeByte(phase.ordinal());
    sink.writeLong(sinceMillis);
    sink.writeLong(beganMillis);
  }

  static Hysteresis read(ByteSource source) {
    int place = source.readByte();
    if (place < 0 || place >= PHASES.length) {
      throw new FormException("a phase is " + place + ": it must be 0 to " + (PHASES.length - 1));
    }
    Hysteresis state = new Hysteresis();
    state.phase = PHASES[place];
    state.sinceMillis = source.readLong();
    state.beganMillis = source.readLong();
    return state;
  }
}
