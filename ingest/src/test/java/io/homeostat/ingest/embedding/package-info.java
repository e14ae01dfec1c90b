/** Tests of how vectors are read. */
@NullMarked
package io.homeostat.ingest.embedding;

import org.jspecify.annotations.NullMarked;
