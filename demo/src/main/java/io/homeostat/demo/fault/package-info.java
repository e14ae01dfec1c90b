/** Faults that decay the world in a known way, and end by themselves. */
@NullMarked
package io.homeostat.demo.fault;

import org.jspecify.annotations.NullMarked;
