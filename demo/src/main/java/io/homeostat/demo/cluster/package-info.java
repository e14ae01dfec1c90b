/**
 * A small PostgreSQL cluster kept by Patroni: one etcd, three members, all on loopback and below
 * the demo's folder. It is there only when it is asked for.
 */
@NullMarked
package io.homeostat.demo.cluster;

import org.jspecify.annotations.NullMarked;
