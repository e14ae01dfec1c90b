@NullMarked
package io.homeostat.core.observe;

import org.jspecify.annotations.NullMarked;
