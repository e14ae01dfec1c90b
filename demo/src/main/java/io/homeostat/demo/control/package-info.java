/** The API on loopback by which tests and people start faults and look at the world. */
@NullMarked
package io.homeostat.demo.control;

import org.jspecify.annotations.NullMarked;
