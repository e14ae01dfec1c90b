/** What every request to somebody else's server has that Homeostat signs. */
@NullMarked
package io.homeostat.actuators.webhook;

import org.jspecify.annotations.NullMarked;
