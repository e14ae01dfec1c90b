/** What the decision is worth, measured on simulated windows: false alarms and power. */
@NullMarked
package io.homeostat.core.embedding.bench;

import org.jspecify.annotations.NullMarked;
