package io.homeostat.core.govern;

/**
 * What became of all proposals: accepted = completed + rejected + expired + open, at any time.
 *
 * @param accepted proposals taken in, each once
 * @param completed actions that came to an end after they had begun
 * @param rejected proposals that a gate, a mode or an actuator turned away
 * @param expired proposals that nobody approved, and commands that nobody began, in time
 * @param open commands granted and not yet closed
 * @param awaiting proposals that wait for an approval
 * @param fence the fence of the last grant
 */
public record Ledger(
    long accepted,
    long completed,
    long rejected,
    long expired,
    int open,
    int awaiting,
    long fence) {
  static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, 0);

  Ledger granted(long fence) {
    return new Ledger(accepted + 1, completed, rejected, expired, open + 1, awaiting, fence);
  }

  Ledger turnedAway() {
    return new Ledger(accepted + 1, completed, rejected + 1, expired, open, awaiting, fence);
  }

  Ledger awaited() {
    return new Ledger(accepted + 1, completed, rejected, expired, open, awaiting + 1, fence);
  }

  /** After people have approved what was awaiting. */
  Ledger approved(long fence) {
    return new Ledger(accepted, completed, rejected, expired, open + 1, awaiting - 1, fence);
  }

  /** After what was awaiting was denied, or turned away by another gate. */
  Ledger denied() {
    return new Ledger(accepted, completed, rejected + 1, expired, open, awaiting - 1, fence);
  }

  /** After the time for approval was over, or a newer plan took its place. */
  Ledger notApproved() {
    return new Ledger(accepted, completed, rejected, expired + 1, open, awaiting - 1, fence);
  }

  /** After an action was closed. */
  Ledger closed(OpenAction.Phase how) {
    return new Ledger(
        accepted,
        completed + (how == OpenAction.Phase.COMPLETED ? 1 : 0),
        rejected + (how == OpenAction.Phase.REFUSED ? 1 : 0),
        expired + (how == OpenAction.Phase.EXPIRED ? 1 : 0),
        open - 1,
        awaiting,
        fence);
  }

  /** After a command that had been given up turned out to have begun. */
  Ledger reopened() {
    return new Ledger(accepted, completed, rejected, expired - 1, open + 1, awaiting, fence);
  }
}
