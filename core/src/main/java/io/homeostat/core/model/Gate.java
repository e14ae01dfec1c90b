package io.homeostat.core.model;

/**
 * What one gate said of a proposal.
 *
 * @param name such as {@code stop}, {@code mode}, {@code freshness}
 * @param verdict what it said
 * @param reason one sentence for a person
 */
public record Gate(String name, Answer verdict, String reason) {

  /** UNKNOWN does not let anything pass. */
  public enum Answer {
    PASS,
    FAIL,
    UNKNOWN
  }
}
