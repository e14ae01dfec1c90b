package io.homeostat.tests.deploy;

import java.util.Optional;
import java.util.function.Function;

/**
 * A setting as the packaged product tells it.
 *
 * @param key the key in the file of settings
 * @param usual the default; empty when it must be given
 * @param form what its value must be
 * @param meaning what it is for
 * @param reader reads a value; throws for one that is not of the form
 */
record KnownSetting(
    String key, Optional<String> usual, String form, String meaning, Function<String, ?> reader) {

  /** Whether the product's own code takes this value. */
  boolean takes(String value) {
    try {
      var unused = reader.apply(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
