package io.homeostat.core.rules;

import io.homeostat.core.model.Gate;
import java.util.Map;

/** A CEL expression, parsed and type-checked. Equal when its source is equal. */
public interface Condition {

  /** The expression. */
  String source();

  /**
   * PASS for true, FAIL for false, UNKNOWN when a value that it needs is missing, is NaN, or the
   * evaluation breaks a limit. Values are strings, longs, doubles, booleans, lists and maps of
   * these.
   */
  Gate.Answer evaluate(Map<String, ?> variables);
}
