@NullMarked
package io.homeostat.ingest.shape;

import org.jspecify.annotations.NullMarked;
