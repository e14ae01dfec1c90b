/** What a migration, written in SQL, would do to the columns that models count on. */
@NullMarked
package io.homeostat.core.features.migration;

import org.jspecify.annotations.NullMarked;
