@NullMarked
package io.homeostat.demo.deploy;

import org.jspecify.annotations.NullMarked;
