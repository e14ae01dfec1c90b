@NullMarked
package io.homeostat.core.telemetry;

import org.jspecify.annotations.NullMarked;
