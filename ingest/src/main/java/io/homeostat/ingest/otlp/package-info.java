/** OpenTelemetry's metrics and logs, translated into frames and log entries by pure functions. */
@NullMarked
package io.homeostat.ingest.otlp;

import org.jspecify.annotations.NullMarked;
