/** The Git repository that the retriever's configuration is deployed from, and its server. */
@NullMarked
package io.homeostat.demo.git;

import org.jspecify.annotations.NullMarked;
