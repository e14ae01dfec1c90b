/**
 * Flink on one machine: a cluster within this process, its web page, and the jobs with their
 * checkpoints on disk.
 */
@NullMarked
package io.homeostat.processors.cluster;

import org.jspecify.annotations.NullMarked;
