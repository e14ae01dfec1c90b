/**
 * Whom to page, and when: a pure decision over incidents, what was paged already, and the time. The
 * shell sends, and says what came of it.
 */
@NullMarked
package io.homeostat.core.page;

import org.jspecify.annotations.NullMarked;
