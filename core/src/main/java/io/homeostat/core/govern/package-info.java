/**
 * The one gate before every effect: which proposals become commands, what is locked meanwhile, and
 * the account of all of it.
 */
@NullMarked
package io.homeostat.core.govern;

import org.jspecify.annotations.NullMarked;
