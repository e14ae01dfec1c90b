package io.homeostat.core.detect;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Set;

/**
 * Numbers as people read them: three digits that count, thousands grouped; a series whose name ends
 * in a word for bytes gets its unit. Other units are the template's.
 */
public final class Amount {
  private static final Set<String> BYTES = Set.of("bytes", "size", "free");
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

  private Amount() {}

  /** The value of a series. */
  public static String of(String series, double value) {
    if (!Double.isFinite(value)) {
      return "unknown";
    }
    return ofBytes(series) ? bytes(value) : plain(value);
  }

  /** A number without a unit. */
  public static String plain(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded =
        Math.abs(value) >= 1_000
            ? exact.setScale(0, RoundingMode.HALF_UP)
            : exact.round(THREE).stripTrailingZeros();
    return grouped(rounded.signum() == 0 ? "0" : rounded.toPlainString());
  }

  /** A length of time. */
  public static String duration(long millis) {
    long seconds = millis / 1_000;
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  private static boolean ofBytes(String series) {
    int labels = series.indexOf('{');
    String name = labels < 0 ? series : series.substring(0, labels);
    int word = Math.max(name.lastIndexOf('.'), name.lastIndexOf('_'));
    return BYTES.contains(name.substring(word + 1));
  }

  private static String bytes(double value) {
    double scaled = value;
    int unit = 0;
    while (Math.abs(scaled) >= 999.5 && unit < UNITS.length - 1) {
      scaled /= 1_000;
      unit++;
    }
    return plain(scaled) + " " + UNITS[unit];
  }

  private static String grouped(String digits) {
    int point = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
    int first = digits.startsWith("-") ? 1 : 0;
    StringBuilder text = new StringBuilder(digits);
    for (int i = point - 3; i > first; i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }
}
