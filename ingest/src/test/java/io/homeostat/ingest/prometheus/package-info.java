@NullMarked
package io.homeostat.ingest.prometheus;

import org.jspecify.annotations.NullMarked;
