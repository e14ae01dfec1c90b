package io.homeostat.core.detect.rarity;

/**
 * What a series usually is at a time.
 *
 * @param value the mean of the past, in the unit of the series
 * @param basis which past
 */
public record Usual(double value, Basis basis) {}
