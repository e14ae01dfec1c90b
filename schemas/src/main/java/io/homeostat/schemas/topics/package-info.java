/** The typed catalogue of topics, and how Homeostat reads and writes them. */
@NullMarked
package io.homeostat.schemas.topics;

import org.jspecify.annotations.NullMarked;
