/** Tests of the watchers on an API server that speaks HTTP. */
@NullMarked
package io.homeostat.ingest.kubernetes;

import org.jspecify.annotations.NullMarked;
