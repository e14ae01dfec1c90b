/** Tests of how requests are signed. */
@NullMarked
package io.homeostat.actuators.webhook;

import org.jspecify.annotations.NullMarked;
