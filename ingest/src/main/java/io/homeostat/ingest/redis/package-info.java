/** The Redis probe: reads how a Redis or Valkey server is, and tells it as metrics. */
@NullMarked
package io.homeostat.ingest.redis;

import org.jspecify.annotations.NullMarked;
