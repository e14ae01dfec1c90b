package io.homeostat.core.model;

import java.util.Optional;

/**
 * A person keeps Homeostat's hands off a target, or lets it act there again.
 *
 * @param id unique to this word
 * @param target the target
 * @param paused true: nothing is done to it
 * @param who who says so
 * @param reason why
 * @param untilMillis when it ends by itself; empty: when a person resumes it
 * @param timeMillis when it was said
 */
public record Pause(
    String id,
    EntityId target,
    boolean paused,
    Person who,
    String reason,
    Optional<Long> untilMillis,
    long timeMillis)
    implements Fact {}
