@NullMarked
package io.homeostat.core.model;

import org.jspecify.annotations.NullMarked;
