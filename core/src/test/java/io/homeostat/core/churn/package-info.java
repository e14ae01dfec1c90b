@NullMarked
package io.homeostat.core.churn;

import org.jspecify.annotations.NullMarked;
