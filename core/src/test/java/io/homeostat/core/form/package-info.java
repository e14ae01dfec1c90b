@NullMarked
package io.homeostat.core.form;

import org.jspecify.annotations.NullMarked;
