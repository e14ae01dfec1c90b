/** Records of features that were served, as their senders write them. */
@NullMarked
package io.homeostat.ingest.feature;

import org.jspecify.annotations.NullMarked;
