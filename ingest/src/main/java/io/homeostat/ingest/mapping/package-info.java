/** Which entity a series, a resource, a log line or an alert is about: rules over its labels. */
@NullMarked
package io.homeostat.ingest.mapping;

import org.jspecify.annotations.NullMarked;
