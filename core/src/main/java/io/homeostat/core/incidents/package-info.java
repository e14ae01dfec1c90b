/** The fold over {@code signals} that composes correlate, plan and verify. */
@NullMarked
package io.homeostat.core.incidents;

import org.jspecify.annotations.NullMarked;
