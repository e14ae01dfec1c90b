@NullMarked
package io.homeostat.ingest.topology;

import org.jspecify.annotations.NullMarked;
