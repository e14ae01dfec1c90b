/** The retrieval system: its documents, the service that searches them, and its users' traffic. */
@NullMarked
package io.homeostat.demo.rag;

import org.jspecify.annotations.NullMarked;
