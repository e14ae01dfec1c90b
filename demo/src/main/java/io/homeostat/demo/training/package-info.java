/** Where the demo's ranking model is trained anew. */
@NullMarked
package io.homeostat.demo.training;

import org.jspecify.annotations.NullMarked;
