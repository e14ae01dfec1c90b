package io.homeostat.core.model;

/**
 * What a person says of an incident, for its timeline.
 *
 * @param id unique to this remark
 * @param incidentId the incident
 * @param system its system
 * @param kind what it is
 * @param who who says it
 * @param text what is said; may be empty where the incident is only acknowledged
 * @param timeMillis when, by the console's clock
 */
public record Remark(
    String id,
    String incidentId,
    String system,
    Kind kind,
    Person who,
    String text,
    long timeMillis)
    implements Fact {

  /** The kinds of remarks. */
  public enum Kind {
    /** Somebody has seen it and looks after it. */
    ACKNOWLEDGED,
    NOTE,
    /** What a later release may say, and this one can't read. */
    UNKNOWN
  }
}
