@NullMarked
package io.homeostat.processors.kafka;

import org.jspecify.annotations.NullMarked;
