package io.homeostat.core.govern;

import io.homeostat.core.model.Person;

/**
 * A target that people keep Homeostat's hands off.
 *
 * @param target the target's text
 * @param who who paused it
 * @param reason why
 * @param untilMillis when it ends by itself; {@link #NEVER_MILLIS} if it doesn't
 */
record Pausing(String target, Person who, String reason, long untilMillis) {
  static final long NEVER_MILLIS = Long.MAX_VALUE;
}
