package io.homeostat.core.govern;

import io.homeostat.core.rules.Playbook;
import io.homeostat.core.rules.Policy;
import java.util.List;
import java.util.Optional;

/**
 * All that the gates may know when they judge a proposal.
 *
 * @param nowMillis the lane's time; none before the first tick
 * @param stop the stop switch
 * @param mostMode how far Homeostat may go anywhere
 * @param rules the version of the rules in force; empty when there are none
 * @param policy the first policy that matches the target and the action
 * @param playbook the playbook that the proposal names
 * @param newest the newest plan of the incident before this one
 * @param inTheWay the locks that stand on what this would lock
 * @param rest the end of the last action on the target
 * @param openInSystem open actions in the system
 * @param openTotal open actions anywhere
 * @param tries how often this action on this target brought nothing
 * @param paused what of it people have paused
 * @param consent what people have said to this plan
 */
record Circumstances(
    Optional<Long> nowMillis,
    StopSwitch stop,
    Policy.Mode mostMode,
    String rules,
    Optional<Policy> policy,
    Optional<Playbook> playbook,
    Optional<Plan> newest,
    List<HeldLock> inTheWay,
    Optional<Rest> rest,
    int openInSystem,
    int openTotal,
    Tries tries,
    List<Pausing> paused,
    Consent consent) {

  /**
   * A lock.
   *
   * @param entity on what, as text
   * @param commandId for which command
   */
  record HeldLock(String entity, String commandId) {}

  /** How far Homeostat may go with this proposal. */
  Policy.Mode mode() {
    Policy.Mode allowed = policy.map(Policy::mode).orElse(Policy.Mode.OBSERVE);
    return allowed.compareTo(mostMode) < 0 ? allowed : mostMode;
  }
}
