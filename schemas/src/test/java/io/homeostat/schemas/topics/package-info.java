/** What is read from topics, without a broker. */
@NullMarked
package io.homeostat.schemas.topics;

import org.jspecify.annotations.NullMarked;
