/** Statistics of embedding windows on OpenBLAS and LAPACK, held to the reference in core. */
@NullMarked
package io.homeostat.processors.embedding;

import org.jspecify.annotations.NullMarked;
