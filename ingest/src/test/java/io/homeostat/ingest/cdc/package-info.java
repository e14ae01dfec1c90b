@NullMarked
package io.homeostat.ingest.cdc;

import org.jspecify.annotations.NullMarked;
