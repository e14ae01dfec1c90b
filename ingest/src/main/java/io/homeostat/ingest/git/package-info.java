/** Git repositories that no webhook tells of are asked for new commits. */
@NullMarked
package io.homeostat.ingest.git;

import org.jspecify.annotations.NullMarked;
