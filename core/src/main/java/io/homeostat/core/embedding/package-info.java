/**
 * Whether the vectors of a collection still come from the distribution that they came from: the
 * port {@link io.homeostat.core.embedding.EmbeddingStatistics}, its readable reference in double
 * precision, and the one decision made from them.
 */
@NullMarked
package io.homeostat.core.embedding;

import org.jspecify.annotations.NullMarked;
