package io.homeostat.core.model;

import java.util.List;

/**
 * What a window of a collection's vectors is like beside its reference. A fact from a sensor: the
 * values depend on the backend in their last digits, so a replay starts from it.
 *
 * @param collection whose vectors these are
 * @param model the model that made them
 * @param role what they stand for
 * @param fromMillis when the window began, by the lane's time
 * @param untilMillis when it ended
 * @param reference how many vectors it was compared with; 0 while the reference is gathered
 * @param vectors how many sound vectors it has
 * @param notANumber vectors left out for a NaN
 * @param infinite vectors left out for an infinity
 * @param zero vectors left out for being all zero
 * @param otherDimension vectors left out for another dimension than the model's first vector
 * @param models how many models the collection's vectors of this role came from during the window
 * @param backend what computed the values, and in which precision; empty where nothing was computed
 * @param unknown why there is no judgement; empty where there is one
 * @param series the values' names, such as {@code embedding.drift.p_value}
 * @param values the values, in the order of the names
 * @param outlying ids of vectors far from every cluster of the reference, the farthest first
 */
public record EmbeddingReport(
    EntityId collection,
    String model,
    EmbeddingVector.Role role,
    long fromMillis,
    long untilMillis,
    int reference,
    int vectors,
    int notANumber,
    int infinite,
    int zero,
    int otherDimension,
    int models,
    String backend,
    String unknown,
    SeriesNames series,
    double[] values,
    List<String> outlying)
    implements Fact {

  public EmbeddingReport {
    if (series.size() != values.length) {
      throw new IllegalArgumentException(
          "a report has " + series.size() + " names and " + values.length + " values");
    }
    outlying = List.copyOf(outlying);
  }
}
