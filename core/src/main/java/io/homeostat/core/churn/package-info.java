/** The fold over the rows that databases change: a burst of changes is a suspect of an incident. */
@NullMarked
package io.homeostat.core.churn;

import org.jspecify.annotations.NullMarked;
