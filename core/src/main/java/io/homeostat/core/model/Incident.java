package io.homeostat.core.model;

import java.util.List;
import java.util.Optional;

/**
 * Signals that belong together, and all that was thought and done about them. The same id is sent
 * again with a higher revision whenever something changes.
 *
 * @param id derived from the system and the first signal
 * @param revision grows by one with every change
 * @param system the system concerned
 * @param state where it stands
 * @param severity the gravest of its signals
 * @param score the highest of its signals, 0 to 1
 * @param title one line for a person
 * @param openedMillis when its first signal began
 * @param updatedMillis the lane's time of this revision
 * @param closedMillis when it was closed
 * @param suspects what may have caused it, likeliest first
 * @param signals its signals, each in its newest state, oldest first
 * @param changes what was changed in the system shortly before and during it, oldest first
 * @param timeline all that happened, oldest first; at most {@value #LONGEST_TIMELINE}, the middle
 *     left out
 * @param inaction why nothing is being done; empty while something is
 * @param rules the version of the rules that judged last
 */
public record Incident(
    String id,
    int revision,
    String system,
    State state,
    Severity severity,
    double score,
    String title,
    long openedMillis,
    long updatedMillis,
    Optional<Long> closedMillis,
    List<Suspect> suspects,
    List<Signal> signals,
    List<Change> changes,
    List<Moment> timeline,
    String inaction,
    String rules)
    implements Fact {

  /** The most entries a timeline has. */
  public static final int LONGEST_TIMELINE = 200;

  /** Where an incident stands. */
  public enum State {
    /** Seen; no action under way. */
    OPEN,
    /** An action is proposed and not yet decided. */
    PROPOSED,
    /** An action was granted and is being carried out. */
    ACTING,
    /** The action is done; its effect is being watched. */
    VERIFYING,
    /** Closed: an action was taken and verified. */
    HEALED,
    /** Closed: it went away without an action of ours. */
    RESOLVED,
    /** A person is needed: nothing that we may do helps. */
    ESCALATED;

    public boolean closed() {
      return this == HEALED || this == RESOLVED;
    }
  }
}
