package io.homeostat.core.model;

import java.util.List;

/**
 * How the effect of an action is judged.
 *
 * @param beforeMillis the length of the window before the action
 * @param settleMillis how long after the effect the window begins
 * @param windowMillis the length of the window after
 * @param checks the comparisons, all of which must hold
 */
public record Verification(
    long beforeMillis, long settleMillis, long windowMillis, List<Check> checks) {}
