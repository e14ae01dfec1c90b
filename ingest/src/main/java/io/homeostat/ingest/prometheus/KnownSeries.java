package io.homeostat.ingest.prometheus;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.Reason;

/** What is known of a series by the bytes of its labels. */
sealed interface KnownSeries {
  /** How many numbers a series has for itself and those beside it. */
  int NUMBERS = 8;

  /**
   * A series that can be taken.
   *
   * @param number by which series are put in order without comparing their names; one series may
   *     have several, but never two series the same
   * @param entityNumber the like for its entity
   * @param entity whose it is
   * @param metric its metric's name
   * @param labels the labels that are not in the entity, as text
   * @param name the whole name in frames
   */
  record Usable(
      int number, int entityNumber, EntityId entity, String metric, String labels, String name)
      implements KnownSeries {

    /** The same as the how manyeth series that was seen. */
    Usable numbered(int seen) {
      return new Usable(seen * NUMBERS, entityNumber, entity, metric, labels, name);
    }

    /**
     * Another series beside this one, such as its {@code .count}.
     *
     * @param place the how manyeth, from 1 and below {@link #NUMBERS}
     */
    Usable beside(String suffix, int place) {
      return new Usable(
          number + place, entityNumber, entity, metric, labels, metric + suffix + labels);
    }
  }

  /**
   * A series that can't be.
   *
   * @param reason why
   * @param example what is wrong with it
   */
  record Unusable(Reason reason, String example) implements KnownSeries {}
}
