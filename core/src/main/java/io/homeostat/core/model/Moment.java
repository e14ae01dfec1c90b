package io.homeostat.core.model;

/**
 * One entry of an incident's timeline.
 *
 * @param timeMillis when it happened
 * @param kind what sort of thing happened
 * @param text one sentence for a person
 * @param reference the id of the signal, change, proposal, decision, command, outcome or verdict;
 *     empty for a note
 */
public record Moment(long timeMillis, Kind kind, String text, String reference) {

  /** The sorts of entries. */
  public enum Kind {
    OPENED,
    SIGNAL,
    CHANGE,
    PROPOSAL,
    DECISION,
    INTENT,
    PROGRESS,
    OUTCOME,
    VERDICT,
    NOTE,
    CLOSED
  }
}
