package io.homeostat.ingest.fuzz;

import java.util.Arrays;
import java.util.Locale;

/**
 * What Jazzer runs, again and again: one parser, that of the property {@code fuzz.parser}; without
 * it the input's first byte says which.
 */
public final class FuzzTarget {
  private static final String ONE = System.getProperty("fuzz.parser", "");
  private static final Parser[] ALL = Parser.values();

  private FuzzTarget() {}

  /** What Jazzer runs first: what is done once for all is not a parser's time. */
  public static void fuzzerInitialize() {
    for (Parser parser : ALL) {
      parser.read(new byte[0]);
    }
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (!ONE.isEmpty()) {
      Parser.valueOf(ONE.toUpperCase(Locale.ROOT)).read(input);
    } else if (input.length > 0) {
      ALL[(input[0] & 0xff) % ALL.length].read(Arrays.copyOfRange(input, 1, input.length));
    }
  }
}
