package io.homeostat.core.detect;

import io.homeostat.core.model.Ids;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.rules.Reading;

/**
 * One rule on one series of an entity.
 *
 * @param column the series' column; −1 where the entity itself is watched
 * @param whole the column of the series that it is a part of; −1 without one
 * @param series the series
 * @param rule the rule
 * @param fingerprint what the rule asks and says: while it is the same, a detector lives on through
 *     changes of other rules
 */
public record Watch(int column, int whole, String series, DetectorRule rule, String fingerprint) {

  /** True when the entity is watched, not a series of it. */
  boolean ofEntity() {
    return column < 0;
  }

  /** The fingerprint of a rule; the wording of its explanation does not count. */
  static String fingerprint(DetectorRule rule) {
    String plain =
        Ids.of(
            rule.name(),
            rule.series(),
            rule.test().toString(),
            Long.toString(rule.forMillis()),
            Long.toString(rule.clearMillis()),
            rule.kind(),
            rule.severity().name());
    return rule.reading().equals(Reading.PLAIN) ? plain : Ids.of(plain, rule.reading().toString());
  }

  /**
   * True when a rule is about a series: a rule's name without labels is about every set of them.
   */
  static boolean about(DetectorRule rule, String series) {
    String wanted = rule.series();
    if (wanted.isEmpty()) {
      return true;
    }
    return series.startsWith(wanted)
        && (series.length() == wanted.length()
            || (series.charAt(wanted.length()) == '{' && wanted.indexOf('{') < 0));
  }
}
