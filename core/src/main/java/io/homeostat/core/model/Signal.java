package io.homeostat.core.model;

/**
 * One thing that is not as it should be, with a beginning and an end. The same id is sent again
 * when its state or its peak changes.
 *
 * @param id derived from rule, entity, series and beginning
 * @param entity what it is about
 * @param system the system that the entity belongs to; decides the lane
 * @param rule the rule that raised it
 * @param series the series judged; empty when it is not about one
 * @param kind the kind of failure, such as {@code latency-degradation} or {@code index-degradation}
 * @param state whether it is so now
 * @param severity how grave
 * @param score 0 (normal) to 1
 * @param beganMillis when it began, in event time
 * @param updatedMillis when this was judged, in event time
 * @param value the value judged last
 * @param bound the bound that it crossed, or the value expected
 * @param explanation one sentence for a person
 * @param rules the version of the rules that judged
 */
public record Signal(
    String id,
    EntityId entity,
    String system,
    String rule,
    String series,
    String kind,
    State state,
    Severity severity,
    double score,
    long beganMillis,
    long updatedMillis,
    double value,
    double bound,
    String explanation,
    String rules)
    implements Fact {

  /** UNKNOWN: it was firing, and there is no data now that could tell. */
  public enum State {
    FIRING,
    RESOLVED,
    UNKNOWN
  }

  /**
   * The same signal in another state.
   *
   * @param nowMillis when this was judged
   * @param newValue the value judged last
   * @param why one sentence for a person
   * @param newRules the version of the rules that judged
   */
  public Signal turned(
      State newState, long nowMillis, double newValue, String why, String newRules) {
    return new Signal(
        id,
        entity,
        system,
        rule,
        series,
        kind,
        newState,
        severity,
        score,
        beganMillis,
        nowMillis,
        newValue,
        bound,
        why,
        newRules);
  }
}
