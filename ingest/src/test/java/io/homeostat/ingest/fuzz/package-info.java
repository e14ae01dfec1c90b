/** Every parser of what comes from outside, fed with anything. */
@NullMarked
package io.homeostat.ingest.fuzz;

import org.jspecify.annotations.NullMarked;
