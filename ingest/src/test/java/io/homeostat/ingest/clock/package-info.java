@NullMarked
package io.homeostat.ingest.clock;

import org.jspecify.annotations.NullMarked;
