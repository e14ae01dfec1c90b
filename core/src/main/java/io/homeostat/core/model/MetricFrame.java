package io.homeostat.core.model;

/**
 * Samples of one entity at one time. A sample that is absent is not in the frame; NaN is a value
 * that its sender gave.
 *
 * @param entity whose metrics these are
 * @param timeMillis the sender's time, in milliseconds since 1970
 * @param receivedMillis the door's time
 * @param series the names of the series, one per value
 * @param values the samples, in the order of the names
 */
public record MetricFrame(
    EntityId entity, long timeMillis, long receivedMillis, SeriesNames series, double[] values)
    implements Fact {

  public MetricFrame {
    if (series.size() != values.length) {
      throw new IllegalArgumentException(
          "a frame of "
              + entity
              + " has "
              + series.size()
              + " names and "
              + values.length
              + " values");
    }
  }
}
