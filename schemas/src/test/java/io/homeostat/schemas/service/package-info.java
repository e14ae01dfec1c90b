@org.jspecify.annotations.NullMarked
package io.homeostat.schemas.service;
