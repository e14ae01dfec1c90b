package io.homeostat.core.model;

/**
 * A person asks for an effect of Homeostat to be undone.
 *
 * @param id unique to this request
 * @param proposalId the proposal whose effect is to be undone
 * @param incidentId its incident
 * @param system its system
 * @param who who asks
 * @param reason why
 * @param timeMillis when, by the console's clock
 */
public record UndoRequest(
    String id,
    String proposalId,
    String incidentId,
    String system,
    Person who,
    String reason,
    long timeMillis)
    implements Fact {}
