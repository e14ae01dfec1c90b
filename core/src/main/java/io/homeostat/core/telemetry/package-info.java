/** The fold over metrics: puts frames in order, remembers every series, judges those with rules. */
@NullMarked
package io.homeostat.core.telemetry;

import org.jspecify.annotations.NullMarked;
