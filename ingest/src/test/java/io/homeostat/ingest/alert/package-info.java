/** Tests of alerts; the two {@code am025} files were captured from Debian's Alertmanager 0.25. */
@NullMarked
package io.homeostat.ingest.alert;

import org.jspecify.annotations.NullMarked;
