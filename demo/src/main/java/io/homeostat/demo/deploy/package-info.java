/** Brings what stands in Git into the running retriever, as Argo CD would. */
@NullMarked
package io.homeostat.demo.deploy;

import org.jspecify.annotations.NullMarked;
