package io.homeostat.core.rules;

import io.homeostat.core.model.Gate;
import java.util.List;
import java.util.Map;

/** A CEL expression, parsed and type-checked. Equal when its source is equal. */
public interface Condition {

  /** The expression. */
  String source();

  /** The conditions that must all hold, in their order; itself alone when it is not made of any. */
  List<Condition> parts();

  /**
   * PASS for true, FAIL for false, UNKNOWN when a value that it needs is missing, is NaN, or the
   * evaluation breaks a limit. Values are strings, longs, doubles, booleans, lists and maps of
   * these.
   */
  Gate.Answer evaluate(Map<String, ?> variables);
}
