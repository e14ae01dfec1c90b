/** Deployers' own words into changes: each foreign form in one pure translator. */
@NullMarked
package io.homeostat.ingest.deployment;

import org.jspecify.annotations.NullMarked;
