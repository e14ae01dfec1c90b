package io.homeostat.core.plan;

import io.homeostat.core.model.Evidence;
import java.util.List;

/** What the evidence says of a plan's precondition. */
public sealed interface Finding {

  /**
   * It holds.
   *
   * @param evidence what that rests on
   */
  record Holds(List<Evidence> evidence) implements Finding {}

  /**
   * It does not hold.
   *
   * @param why one sentence
   */
  record Fails(String why) implements Finding {}

  /**
   * It can't be told.
   *
   * @param why one sentence
   */
  record Unclear(String why) implements Finding {}
}
