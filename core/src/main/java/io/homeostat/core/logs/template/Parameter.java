package io.homeostat.core.logs.template;

/**
 * A value in a line, where its template has a parameter.
 *
 * @param type what kind of value
 * @param text as it stands in the line
 */
public record Parameter(ParameterType type, String text) {}
