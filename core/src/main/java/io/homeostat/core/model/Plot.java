package io.homeostat.core.model;

/**
 * A series that a verdict judged.
 *
 * @param check the comparison
 * @param before the mean before the action; NaN when unknown
 * @param after the mean after the action; NaN when unknown
 * @param timesMillis the points' times, ascending; at most 240
 * @param values the points
 */
public record Plot(Check check, double before, double after, long[] timesMillis, double[] values) {}
