package io.homeostat.actuators.kill;

/** Where an actuator's process is stopped. */
enum KillPoint {
  /** Nowhere: it does its work. */
  NOWHERE,
  /** The target is held and was read; nothing is durable. */
  BEFORE_INTENT,
  /** The intent is durable; nothing else is. */
  AFTER_INTENT,
  /** The marker is written; the effect has not begun. */
  AFTER_MARKER,
  /** The effect is under way in the target. */
  IN_EFFECT,
  /** The effect is made; nobody was told. */
  AFTER_EFFECT
}
