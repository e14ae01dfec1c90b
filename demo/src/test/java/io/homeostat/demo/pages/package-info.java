@org.jspecify.annotations.NullMarked
package io.homeostat.demo.pages;
