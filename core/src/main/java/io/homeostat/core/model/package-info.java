/** The words Homeostat speaks: entities, samples, signals, incidents, actions and their proofs. */
@NullMarked
package io.homeostat.core.model;

import org.jspecify.annotations.NullMarked;
