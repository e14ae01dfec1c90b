@NullMarked
package io.homeostat.ingest.otlp;

import org.jspecify.annotations.NullMarked;
