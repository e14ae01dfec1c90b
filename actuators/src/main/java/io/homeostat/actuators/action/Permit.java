package io.homeostat.actuators.action;

import java.util.Optional;

/** What an actuator asks right before an effect begins. */
@FunctionalInterface
public interface Permit {
  /** Why the effect must not begin; empty when it may, now. */
  Optional<String> refusal();
}
