package io.homeostat.core.logs.template;

/**
 * Says that two templates turned out to be one.
 *
 * @param from the id that is no longer given
 * @param to the id of the earlier of the two, which stands for both
 */
public record TemplateAlias(String from, String to) {}
