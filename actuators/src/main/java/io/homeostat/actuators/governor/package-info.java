/** Kafka Streams as a shell for folds, and the governor that runs in it. */
@NullMarked
package io.homeostat.actuators.governor;

import org.jspecify.annotations.NullMarked;
