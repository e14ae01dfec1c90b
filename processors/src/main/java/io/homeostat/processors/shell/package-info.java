/**
 * The Flink shell: runs any {@link io.homeostat.core.lane.Fold} over the lanes of a stream, and
 * does nothing of its own.
 */
@NullMarked
package io.homeostat.processors.shell;

import org.jspecify.annotations.NullMarked;
