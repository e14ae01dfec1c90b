/** The REST API under {@code /api/v1}. */
@NullMarked
package io.homeostat.console.api;

import org.jspecify.annotations.NullMarked;
