package io.homeostat.core.model;

/**
 * What a person says to a plan that waits for approval. It counts for this plan's hash alone, once.
 *
 * @param id unique to this word
 * @param proposalId the proposal that the person saw
 * @param incidentId its incident
 * @param planHash the hash of the plan that the person saw
 * @param word what is said
 * @param who who says it
 * @param reason why; a denial has one
 * @param timeMillis when, by the console's clock
 */
public record Approval(
    String id,
    String proposalId,
    String incidentId,
    String planHash,
    Word word,
    Person who,
    String reason,
    long timeMillis)
    implements Fact {

  /** What can be said. */
  public enum Word {
    APPROVE,
    DENY,
    /** What a later release may say, and this one can't read. */
    UNKNOWN
  }
}
