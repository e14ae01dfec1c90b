@NullMarked
package io.homeostat.demo;

import org.jspecify.annotations.NullMarked;
