/** Tests of the package. */
@NullMarked
package io.homeostat.ingest.git;

import org.jspecify.annotations.NullMarked;
