package io.homeostat.core.model;

/**
 * An actuator is about to make this effect. It is durable before the effect begins.
 *
 * @param commandId the command
 * @param proposalId the proposal
 * @param incidentId the incident
 * @param system the system
 * @param target what is acted on
 * @param fence the command's fence
 * @param actuator who
 * @param timeMillis the actuator's clock
 */
public record Intent(
    String commandId,
    String proposalId,
    String incidentId,
    String system,
    EntityId target,
    long fence,
    String actuator,
    long timeMillis)
    implements Fact {}
