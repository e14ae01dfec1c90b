/** Vectors that embedding models have made, as their makers send them. */
@NullMarked
package io.homeostat.ingest.embedding;

import org.jspecify.annotations.NullMarked;
