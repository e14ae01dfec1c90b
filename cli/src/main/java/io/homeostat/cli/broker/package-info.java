/** Kafka's own broker as a service of the local distribution: one node, on loopback. */
@NullMarked
package io.homeostat.cli.broker;

import org.jspecify.annotations.NullMarked;
