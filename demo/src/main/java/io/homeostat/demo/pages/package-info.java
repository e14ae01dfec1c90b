/** The person on call of the demo's world: takes pages and writes them down. */
@NullMarked
package io.homeostat.demo.pages;

import org.jspecify.annotations.NullMarked;
