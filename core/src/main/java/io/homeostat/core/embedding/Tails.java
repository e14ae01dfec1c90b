package io.homeostat.core.embedding;

/** Upper tails of the distributions that the tests need. */
public final class Tails {
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };
  private static final double TINY = 1e-300;
  private static final int MOST_TERMS = 10_000;

  private Tails() {}

  /** P(F &gt; f) for Fisher's F with the degrees of freedom. */
  static double fisher(double f, double first, double second) {
    return f <= 0 ? 1 : beta(second / (second + first * f), second / 2, first / 2);
  }

  /** P(Z &gt; z) for a standard normal Z. */
  public static double normal(double z) {
    double tail = gamma(z * z / 2, 0.5) / 2;
    return z >= 0 ? tail : 1 - tail;
  }

  /**
   * P(G &gt; x) for a gamma distribution of the shape and scale 1 (W. Press and others, "Numerical
   * Recipes", 3rd edition, section 6.2: the series below shape + 1, the continued fraction above).
   */
  public static double gamma(double x, double shape) {
    if (x <= 0) {
      return 1;
    }
    double front = StrictMath.exp(shape * StrictMath.log(x) - x - logGamma(shape));
    return x < shape + 1 ? 1 - front * series(x, shape) : front * fraction(x, shape);
  }

  private static double series(double x, double shape) {
    double term = 1 / shape;
    double sum = term;
    for (int n = 1; n < MOST_TERMS && term > sum * 1e-17; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return sum;
  }

  private static double fraction(double x, double shape) {
    double b = x + 1 - shape;
    double c = 1 / TINY;
    double d = 1 / b;
    double h = d;
    for (int i = 1; i < MOST_TERMS; i++) {
      double a = -i * (i - shape);
      b += 2;
      d = 1 / away(a * d + b);
      c = away(b + a / c);
      h *= d * c;
      if (Math.abs(d * c - 1) < 1e-16) {
        break;
      }
    }
    return h;
  }

  /** The regularised incomplete beta function ("Numerical Recipes", section 6.4). */
  private static double beta(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double front =
        StrictMath.exp(
            logGamma(a + b)
                - logGamma(a)
                - logGamma(b)
                + a * StrictMath.log(x)
                + b * StrictMath.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * betaFraction(x, a, b) / a
        : 1 - front * betaFraction(1 - x, b, a) / b;
  }

  private static double betaFraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double h = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      h *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      h *= d * c;
      if (Math.abs(d * c - 1) < 1e-16) {
        break;
      }
    }
    return h;
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** The logarithm of the gamma function above 0, after C. Lanczos (g = 7, nine terms). */
  public static double logGamma(double x) {
    if (x < 0.5) {
      return StrictMath.log(Math.PI / StrictMath.sin(Math.PI * x)) - logGamma(1 - x);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x - 1 + i);
    }
    double t = x + 6.5;
    return 0.5 * StrictMath.log(2 * Math.PI)
        + (x - 0.5) * StrictMath.log(t)
        - t
        + StrictMath.log(sum);
  }
}
