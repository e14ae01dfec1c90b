/** What the doors cost, beside others. */
@NullMarked
package io.homeostat.ingest.benchmark;

import org.jspecify.annotations.NullMarked;
