@NullMarked
package io.homeostat.ingest.postgres;

import org.jspecify.annotations.NullMarked;
