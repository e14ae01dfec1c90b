@org.jspecify.annotations.NullMarked
package io.homeostat.core.page;
