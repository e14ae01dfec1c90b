package io.homeostat.core.govern;

import io.homeostat.core.model.Person;

/**
 * A person's approval that counts.
 *
 * @param who who
 * @param signedMillis the lane's time
 */
record Signature(Person who, long signedMillis) {}
