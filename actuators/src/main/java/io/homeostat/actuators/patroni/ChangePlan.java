package io.homeostat.actuators.patroni;

import io.homeostat.schemas.targets.PatroniTarget;

/**
 * What a command wants of a cluster.
 *
 * @param kind why the leader is to be another
 * @param target the cluster
 * @param parameters what was observed when it was planned, and how far it may go
 */
record ChangePlan(Kind kind, PatroniTarget target, ChangeParameters parameters) {
  /** Why the leader is to be another. */
  enum Kind {
    /** The leader is sick: its agent holds the key, its PostgreSQL answers nobody. */
    SWITCHOVER("patroni.switchover"),
    /** The leader is gone, and Patroni is not allowed to choose another. */
    FAILOVER("patroni.failover");

    private final String action;

    Kind(String action) {
      this.action = action;
    }

    /** The action's name. */
    String action() {
      return action;
    }
  }
}
