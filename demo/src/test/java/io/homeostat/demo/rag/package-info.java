@NullMarked
package io.homeostat.demo.rag;

import org.jspecify.annotations.NullMarked;
