/** Tests of the demo's Kubernetes. */
@NullMarked
package io.homeostat.demo.kubernetes;

import org.jspecify.annotations.NullMarked;
