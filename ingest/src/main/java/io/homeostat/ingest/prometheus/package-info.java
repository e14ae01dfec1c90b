/**
 * Prometheus' remote-write, 1.0 and 2.0, read from its bytes into frames without any object in
 * between.
 */
@NullMarked
package io.homeostat.ingest.prometheus;

import org.jspecify.annotations.NullMarked;
