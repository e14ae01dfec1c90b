/** The lanes in Kafka, as Flink reads and writes them. */
@NullMarked
package io.homeostat.processors.kafka;

import org.jspecify.annotations.NullMarked;
