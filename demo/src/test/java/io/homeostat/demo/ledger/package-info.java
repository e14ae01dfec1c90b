@NullMarked
package io.homeostat.demo.ledger;

import org.jspecify.annotations.NullMarked;
