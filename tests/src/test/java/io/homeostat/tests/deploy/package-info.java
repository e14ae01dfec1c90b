/** What deploys Homeostat, held to what its code reads. */
@org.jspecify.annotations.NullMarked
package io.homeostat.tests.deploy;
