@org.jspecify.annotations.NullMarked
package io.homeostat.actuators.pager;
