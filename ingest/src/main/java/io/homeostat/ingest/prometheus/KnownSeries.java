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
   * @param place its number and its entity's, in the order of their first appearance
   * @param entity whose it is
   * @param metric its metric's name
   * @param labels the labels that are not in the entity, as text
   * @param name the whole name in frames
   */
  record Usable(Place place, EntityId entity, String metric, String labels, String name)
      implements KnownSeries {

    /**
     * Another series beside this one, such as its {@code .count}.
     *
     * @param number the how manyeth, from 1 and below {@link #NUMBERS}
     */
    Usable beside(String suffix, int number) {
      return new Usable(
          new Place(place.series() + number, place.entity()),
          entity,
          metric,
          labels,
          metric + suffix + labels);
    }
  }

  /**
   * A series that can't be.
   *
   * @param reason why
   * @param example what is wrong with it
   */
  record Unusable(Reason reason, String example) implements KnownSeries {}

  /**
   * Numbers by which series are put in order without comparing their names.
   *
   * @param series the series' number, unique in this process
   * @param entity the entity's
   */
  record Place(int series, int entity) {}
}
