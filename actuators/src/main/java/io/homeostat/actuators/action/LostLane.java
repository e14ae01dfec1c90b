package io.homeostat.actuators.action;

/**
 * This process may no longer write for its lane of commands: another has taken it over, or it is
 * being given up. Nothing more is begun; whoever has the lane now reads the target first.
 */
final class LostLane extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostLane(String message) {
    super(message);
  }

  LostLane(String message, Throwable cause) {
    super(message, cause);
  }
}
