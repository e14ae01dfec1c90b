/** What the gateway bears: a load beside Prometheus, and kills under load. */
@NullMarked
package io.homeostat.ingest.bench;

import org.jspecify.annotations.NullMarked;
