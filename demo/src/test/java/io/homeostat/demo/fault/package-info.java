@NullMarked
package io.homeostat.demo.fault;

import org.jspecify.annotations.NullMarked;
