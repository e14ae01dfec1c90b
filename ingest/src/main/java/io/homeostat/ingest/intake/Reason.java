package io.homeostat.ingest.intake;

import java.util.Locale;

/** Why a data point or a log record is not taken. */
public enum Reason {
  /** {@code homeostat.entity} is no entity, or the service's name makes none. */
  ENTITY,
  /** The metric's name is empty, too long or holds characters that no name has. */
  NAME,
  /** Too many attributes, or one whose key can't be a label. */
  ATTRIBUTES,
  /** The sender gave no time. */
  TIME_MISSING,
  /** The sender's time is too far from the door's. */
  TIME_FAR,
  /** It ends before it begins. */
  TIME_ORDER,
  /** The metric has no data of a known kind, or its point no value. */
  KIND,
  /** The histogram's buckets contradict each other. */
  BUCKETS,
  /**
   * The request says more than one request may: too many entities or times, too many names, or too
   * much about one thing.
   */
  TOO_MUCH,
  /** It is not of the form that it should be, though what is around it is. */
  FORM,
  /** The sender says itself that it has left some out. */
  LEFT_OUT,
  /** A deployer tells of what changes nothing. */
  NOT_A_CHANGE;

  /** The reason as a label's value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
