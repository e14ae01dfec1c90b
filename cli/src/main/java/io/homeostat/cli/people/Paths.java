package io.homeostat.cli.people;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parts of an address. */
final class Paths {

  private Paths() {}

  /** A word from a person as one segment or value of an address. */
  static String part(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
