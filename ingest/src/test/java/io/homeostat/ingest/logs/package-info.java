/** Tests of log lines. Loki's own encoders are not at hand: the protocol's text is the source. */
@NullMarked
package io.homeostat.ingest.logs;

import org.jspecify.annotations.NullMarked;
