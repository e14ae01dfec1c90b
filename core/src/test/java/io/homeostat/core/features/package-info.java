@NullMarked
package io.homeostat.core.features;

import org.jspecify.annotations.NullMarked;
