/** What is acknowledged is stored, whatever is killed. */
@NullMarked
package io.homeostat.ingest.loss;

import org.jspecify.annotations.NullMarked;
