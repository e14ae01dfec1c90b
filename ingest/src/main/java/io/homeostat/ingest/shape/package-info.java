/** How tables are built, and what was changed about it. */
@NullMarked
package io.homeostat.ingest.shape;

import org.jspecify.annotations.NullMarked;
