/** Tests of how records of features are read. */
@NullMarked
package io.homeostat.ingest.feature;

import org.jspecify.annotations.NullMarked;
