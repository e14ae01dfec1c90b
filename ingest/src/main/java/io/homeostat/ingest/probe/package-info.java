/** What all probes of databases have in common: their rounds, their pace, and what they tell. */
@NullMarked
package io.homeostat.ingest.probe;

import org.jspecify.annotations.NullMarked;
