/** What there is, what belongs to which system, and what depends on what. */
@NullMarked
package io.homeostat.core.topology;

import org.jspecify.annotations.NullMarked;
