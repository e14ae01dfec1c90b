@NullMarked
package io.homeostat.core.features.migration;

import org.jspecify.annotations.NullMarked;
