/** A real Kafka for tests. */
@NullMarked
package io.homeostat.ingest.broker;

import org.jspecify.annotations.NullMarked;
