package io.homeostat.core.model;

/**
 * Says that two templates of an entity's log lines turned out to be one: what was counted under the
 * one id is meant by the other from now on.
 *
 * @param entity whose lines
 * @param system its system; decides the lane
 * @param from the id that is given no longer
 * @param to the id of the earlier of the two, which stands for both
 * @param timeMillis the time of the line that showed it
 */
public record LogAlias(EntityId entity, String system, String from, String to, long timeMillis)
    implements Fact {}
