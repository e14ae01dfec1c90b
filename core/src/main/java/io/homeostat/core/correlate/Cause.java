package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;

/**
 * What a plan is to answer. Where the action is on the sick thing itself, that is its target; where
 * what the sick thing depends on was changed, it is not.
 *
 * @param entity what is sick
 * @param kind the kind of its failure
 */
public record Cause(EntityId entity, String kind) {

  /** What a signal tells of. */
  public static Cause of(Signal signal) {
    return new Cause(signal.entity(), signal.kind());
  }
}
