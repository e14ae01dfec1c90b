/**
 * What the Flink shell costs: the bare fold, the shell, frames keyed by entity, samples keyed by
 * series, over the same load.
 */
@NullMarked
package io.homeostat.processors.benchmark;

import org.jspecify.annotations.NullMarked;
