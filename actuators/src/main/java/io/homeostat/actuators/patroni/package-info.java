/** Gives a cluster that Patroni keeps another leader, by Patroni's own REST API. */
@NullMarked
package io.homeostat.actuators.patroni;

import org.jspecify.annotations.NullMarked;
