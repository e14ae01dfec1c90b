package io.homeostat.core.model;

/**
 * A person wants the reference of a drift rule gathered anew from here on, as what was usual is so
 * no longer.
 *
 * @param id unique
 * @param rule the drift rule
 * @param table the table
 * @param segment the segment's value; empty where there are none
 * @param who the person
 * @param reason why; may be empty
 * @param timeMillis when
 */
public record Rebase(
    String id,
    String rule,
    EntityId table,
    String segment,
    Person who,
    String reason,
    long timeMillis)
    implements Fact {}
