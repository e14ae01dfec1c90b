package io.homeostat.core.govern;

/**
 * The end of the last action on a target, from which its cooldown runs.
 *
 * @param endedMillis the lane's time of the end
 * @param commandId the command
 * @param keepMillis until when this is remembered
 */
record Rest(long endedMillis, String commandId, long keepMillis) {}
