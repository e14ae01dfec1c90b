/** The database's own record of every effect on it, which tests trust more than any report. */
@NullMarked
package io.homeostat.demo.ledger;

import org.jspecify.annotations.NullMarked;
