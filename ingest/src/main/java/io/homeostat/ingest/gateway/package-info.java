/** The HTTP door for what senders push: OTLP metrics and logs. */
@NullMarked
package io.homeostat.ingest.gateway;

import org.jspecify.annotations.NullMarked;
