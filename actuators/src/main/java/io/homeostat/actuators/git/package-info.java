/** Actions on Git repositories that something is deployed from. */
@NullMarked
package io.homeostat.actuators.git;

import org.jspecify.annotations.NullMarked;
