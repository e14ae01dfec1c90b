package io.homeostat.core.govern;

/**
 * The newest plan of an incident.
 *
 * @param generation its generation
 * @param proposalId the proposal
 * @param keepMillis until when this is remembered
 */
record Plan(int generation, String proposalId, long keepMillis) {}
