/** Effects become verdicts: series before and after an action, beside an untouched peer. */
@NullMarked
package io.homeostat.core.verify;

import org.jspecify.annotations.NullMarked;
