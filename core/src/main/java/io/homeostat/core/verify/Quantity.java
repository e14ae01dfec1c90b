package io.homeostat.core.verify;

import java.util.Locale;

/** Numbers in people's units, as far as a series' name tells them. */
final class Quantity {
  private static final double KILO = 1000;
  private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Quantity() {}

  /** Such as {@code 41.2 MB}, {@code 38 ms} or {@code 61.5}. */
  static String text(String series, double value) {
    if (Double.isNaN(value)) {
      return "unknown";
    }
    String bare = series.indexOf('{') < 0 ? series : series.substring(0, series.indexOf('{'));
    if (bare.endsWith(".size") || bare.endsWith(".free")) {
      return bytes(value);
    }
    boolean latency = bare.contains("latency");
    return number(value) + (latency ? " ms" : "");
  }

  private static String bytes(double value) {
    double scaled = value;
    int unit = 0;
    while (Math.abs(scaled) >= KILO && unit < BYTES.length - 1) {
      scaled /= KILO;
      unit++;
    }
    return number(scaled) + " " + BYTES[unit];
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, size >= 1 ? "%.1f" : "%.3f", value);
  }
}
