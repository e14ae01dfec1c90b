package io.homeostat.core.forecast;

/**
 * A forecast.
 *
 * @param value what is likeliest
 * @param low what it is above in nine of ten cases
 * @param high what it is below in nine of ten cases
 */
public record Forecast(double value, double low, double high) {}
