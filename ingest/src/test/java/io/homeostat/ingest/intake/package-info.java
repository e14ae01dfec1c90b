/** Tests of what every way in shares. */
@NullMarked
package io.homeostat.ingest.intake;

import org.jspecify.annotations.NullMarked;
