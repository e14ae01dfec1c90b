/** Actions on Kubernetes' objects: one conditional change, with the command's trace beside it. */
@NullMarked
package io.homeostat.actuators.kubernetes;

import org.jspecify.annotations.NullMarked;
