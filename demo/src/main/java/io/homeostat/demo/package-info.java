/**
 * The demo world: a real PostgreSQL, a retriever that queries it, steady traffic, a ledger of
 * effects, and faults that decay it.
 */
@NullMarked
package io.homeostat.demo;

import org.jspecify.annotations.NullMarked;
