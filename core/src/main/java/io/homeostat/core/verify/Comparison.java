package io.homeostat.core.verify;

import io.homeostat.core.model.Check;
import io.homeostat.core.model.Plot;
import java.util.Locale;

/**
 * One check with what was measured for it.
 *
 * @param check the check
 * @param before the mean before; NaN when unknown
 * @param after the mean after; NaN when unknown
 */
record Comparison(Check check, double before, double after) {

  static Comparison of(Plot plot) {
    return new Comparison(plot.check(), plot.before(), plot.after());
  }

  boolean known() {
    return !Double.isNaN(before) && !Double.isNaN(after);
  }

  /** After is at most the stated multiple of before. */
  boolean improved() {
    return after <= check.atMost() * before;
  }

  /** Worse than before by more than the inverse of the bound. */
  boolean harmed() {
    return after > before * Math.max(check.atMost(), 1 / check.atMost()) && after > before;
  }

  /**
   * Within the stated factor of before, to either side. A bound below 1 is read as a share: 0.2
   * allows a fifth more.
   */
  boolean still() {
    double factor = check.atMost() >= 1 ? check.atMost() : 1 + check.atMost();
    return after <= before * factor && after * factor >= before;
  }

  /** After as a multiple of before. */
  double ratio() {
    return before == after ? 1 : after / before;
  }

  /** Such as {@code size 41.2 MB → 9.8 MB (0.24×)}; of what is not the target, with its name. */
  String text() {
    String whose = check.role() == Check.Role.TARGET ? " " : " of " + check.entity().name() + " ";
    return measure() + whose + change();
  }

  /** Such as {@code 41.2 MB → 9.8 MB (0.24×)}. */
  String change() {
    return Quantity.text(check.series(), before)
        + " → "
        + Quantity.text(check.series(), after)
        + (before > 0 ? String.format(Locale.ROOT, " (%.2f×)", ratio()) : "");
  }

  /** The series and whose it is, in full. */
  String name() {
    return check.series() + " of " + check.entity().name();
  }

  /** The last word of the series' name; of a quantile, a sum or a count, the last two. */
  private String measure() {
    int labels = check.series().indexOf('{');
    String bare = labels < 0 ? check.series() : check.series().substring(0, labels);
    String[] words = bare.split("\\.", -1);
    String last = words[words.length - 1];
    boolean statistic = words.length > 1 && last.matches("p[0-9]+|sum|count|mean|max");
    return statistic ? words[words.length - 2] + " " + last : last;
  }
}
