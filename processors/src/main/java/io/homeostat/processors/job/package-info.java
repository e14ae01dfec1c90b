/** Homeostat's jobs on a Flink cluster of one's own. */
@NullMarked
package io.homeostat.processors.job;

import org.jspecify.annotations.NullMarked;
