package io.homeostat.core.model;

/**
 * How far an action has come, for people.
 *
 * @param commandId the command
 * @param incidentId the incident
 * @param system the system
 * @param timeMillis the actuator's clock
 * @param text one sentence
 */
public record ActionNote(
    String commandId, String incidentId, String system, long timeMillis, String text)
    implements Fact {}
