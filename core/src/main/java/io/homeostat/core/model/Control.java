package io.homeostat.core.model;

/**
 * The stop switch's position.
 *
 * @param stopped true: no new effect may begin
 * @param by who set it
 * @param reason why
 * @param timeMillis when, by the setter's clock
 */
public record Control(boolean stopped, String by, String reason, long timeMillis) implements Fact {}
