/**
 * Watches objects of Kubernetes clusters and tells how they are. What a broken watch has not seen
 * is unknown: nothing is told of it, and its door is closed.
 */
@NullMarked
package io.homeostat.ingest.kubernetes;

import org.jspecify.annotations.NullMarked;
