package io.homeostat.core.detect;

import io.homeostat.core.model.Ids;
import io.homeostat.core.rules.DetectorRule;

/**
 * One rule on one series of an entity.
 *
 * @param column the series' column
 * @param series the series
 * @param rule the rule
 * @param fingerprint what the rule asks and says: while it is the same, a detector lives on through
 *     changes of other rules
 */
public record Watch(int column, String series, DetectorRule rule, String fingerprint) {

  /** The fingerprint of a rule; the wording of its explanation does not count. */
  static String fingerprint(DetectorRule rule) {
    return Ids.of(
        rule.name(),
        rule.series(),
        rule.test().toString(),
        Long.toString(rule.forMillis()),
        Long.toString(rule.clearMillis()),
        rule.kind(),
        rule.severity().name());
  }

  /**
   * True when a rule is about a series: a rule's name without labels is about every set of them.
   */
  static boolean about(DetectorRule rule, String series) {
    String wanted = rule.series();
    return series.startsWith(wanted)
        && (series.length() == wanted.length()
            || (series.charAt(wanted.length()) == '{' && wanted.indexOf('{') < 0));
  }
}
