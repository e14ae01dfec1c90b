package io.homeostat.cli.local;

/**
 * What a check found.
 *
 * @param subject what was looked at, in a word or two
 * @param verdict whether it is fit
 * @param text what was found; for a doubt or a defect with the remedy
 */
public record Finding(String subject, Verdict verdict, String text) {

  /** Whether what was looked at is fit. */
  public enum Verdict {
    GOOD,
    DOUBTFUL,
    BAD
  }

  static Finding good(String subject, String text) {
    return new Finding(subject, Verdict.GOOD, text);
  }

  static Finding doubtful(String subject, String text) {
    return new Finding(subject, Verdict.DOUBTFUL, text);
  }

  static Finding bad(String subject, String text) {
    return new Finding(subject, Verdict.BAD, text);
  }
}
