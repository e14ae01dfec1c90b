/** Rows as the database's log tells them: one flat JSON object each. */
@NullMarked
package io.homeostat.core.drift.row;

import org.jspecify.annotations.NullMarked;
