@NullMarked
package io.homeostat.schemas.targets;

import org.jspecify.annotations.NullMarked;
