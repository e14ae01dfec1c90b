/** Feature contracts: what models count on in the databases' columns, and whether it is so. */
@NullMarked
package io.homeostat.core.features;

import org.jspecify.annotations.NullMarked;
