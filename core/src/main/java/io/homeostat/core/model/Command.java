package io.homeostat.core.model;

import java.util.SortedMap;

/**
 * A granted action.
 *
 * @param id derived from the proposal
 * @param proposalId the proposal
 * @param incidentId the incident
 * @param system the system
 * @param target what to act on
 * @param action such as {@code pg-index.rebuild}
 * @param parameters the action's settings
 * @param planHash the plan that was granted
 * @param fence grows with every grant: a target that has seen a higher one refuses
 * @param evidenceMillis the time of the oldest evidence needed
 * @param freshMillis the greatest age of that evidence at the instant of effect
 * @param grantedMillis the lane's time of the grant
 * @param expiresMillis after this, by the actuator's clock, it must not begin
 * @param limitMillis how long it may take
 * @param rules the version of the rules
 */
public record Command(
    String id,
    String proposalId,
    String incidentId,
    String system,
    EntityId target,
    String action,
    SortedMap<String, String> parameters,
    String planHash,
    long fence,
    long evidenceMillis,
    long freshMillis,
    long grantedMillis,
    long expiresMillis,
    long limitMillis,
    String rules)
    implements Fact {}
