@NullMarked
package io.homeostat.demo.telemetry;

import org.jspecify.annotations.NullMarked;
