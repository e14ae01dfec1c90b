@NullMarked
package io.homeostat.ingest.door;

import org.jspecify.annotations.NullMarked;
