package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.Reason;

/**
 * The series that samples are of now. What is needed of it for each sample stands here and in
 * arrays side by side, so that the series itself, somewhere in memory, need not be looked at. One
 * object serves many series.
 */
final class Subject {
  private static final int UNUSABLE = -1;

  private KnownSeries series = new KnownSeries.Unusable(Reason.NAME, "");
  private int number;
  private int entityNumber = UNUSABLE;
  private int nameLength;

  /** A subject that is the series. */
  static Subject of(KnownSeries.Usable series) {
    Subject subject = new Subject();
    subject.set(series, series.number(), series.entityNumber(), series.name().length());
    return subject;
  }

  /**
   * Turns to a series.
   *
   * @param number the series' number
   * @param entityNumber its entity's; −1 when the series is unusable
   * @param nameLength how many characters its name has
   */
  void set(KnownSeries next, int number, int entityNumber, int nameLength) {
    this.series = next;
    this.number = number;
    this.entityNumber = entityNumber;
    this.nameLength = nameLength;
  }

  /** Turns to a series that can't be taken. */
  void set(KnownSeries.Unusable next) {
    set(next, 0, UNUSABLE, 0);
  }

  boolean usable() {
    return entityNumber != UNUSABLE;
  }

  KnownSeries series() {
    return series;
  }

  int number() {
    return number;
  }

  int entityNumber() {
    return entityNumber;
  }

  int nameLength() {
    return nameLength;
  }
}
