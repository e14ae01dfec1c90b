@NullMarked
package io.homeostat.core.detect.rarity;

import org.jspecify.annotations.NullMarked;
