@NullMarked
package io.homeostat.ingest.probe;

import org.jspecify.annotations.NullMarked;
