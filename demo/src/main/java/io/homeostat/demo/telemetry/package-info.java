/** What the retriever tells about itself, as OTLP over HTTP. */
@NullMarked
package io.homeostat.demo.telemetry;

import org.jspecify.annotations.NullMarked;
