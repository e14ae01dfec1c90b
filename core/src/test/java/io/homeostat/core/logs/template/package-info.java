@NullMarked
package io.homeostat.core.logs.template;

import org.jspecify.annotations.NullMarked;
