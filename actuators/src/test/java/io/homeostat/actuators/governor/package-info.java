/** Tests of the Kafka Streams shell and the governor. */
@NullMarked
package io.homeostat.actuators.governor;

import org.jspecify.annotations.NullMarked;
