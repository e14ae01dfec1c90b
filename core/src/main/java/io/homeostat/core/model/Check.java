package io.homeostat.core.model;

/**
 * One comparison that verifies an action: the mean of a series after the action, against a bound or
 * against the mean before.
 *
 * @param role what the series is to the action
 * @param entity whose series
 * @param series the series
 * @param atMost the mean after must be at most this multiple of the mean before; for a peer, the
 *     change allowed to either side
 */
public record Check(Role role, EntityId entity, String series, double atMost) {

  /** What a series is to the action. */
  public enum Role {
    /** The thing acted on: must improve. */
    TARGET,
    /** What the users feel: must improve. */
    SYMPTOM,
    /** An untouched peer: must not have moved as much, else it was not our doing. */
    PEER
  }
}
