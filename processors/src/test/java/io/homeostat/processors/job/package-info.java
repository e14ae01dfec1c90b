@org.jspecify.annotations.NullMarked
package io.homeostat.processors.job;
