/** Tests of the Deployment actuator on an API server that speaks HTTP. */
@NullMarked
package io.homeostat.actuators.kubernetes;

import org.jspecify.annotations.NullMarked;
