package io.homeostat.core.drift;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.rules.FeatureContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much a drift of each column of a table weighs, by what its contracts say of importance.
 *
 * @param given each column's greatest importance, 0 to 1, of those that have one
 * @param greatest of the table; nothing weighs less than another where it is 0
 */
record Weights(Map<String, Double> given, double greatest) {
  /**
   * What a column weighs of which no contract says how important it is, though one says it of
   * another: a tenth of the most important. No importance weighs less, so that drift never weighs
   * nothing.
   */
  static final double LEAST = 0.1;

  static Weights of(List<FeatureContract> contracts, EntityId table) {
    Map<String, Double> given = new HashMap<>();
    double greatest = 0;
    for (FeatureContract contract : contracts) {
      if (contract.table().equals(table) && contract.importance().isPresent()) {
        double importance = contract.importance().get();
        given.merge(contract.column(), importance, Math::max);
        greatest = Math.max(greatest, importance);
      }
    }
    return new Weights(given, greatest);
  }

  /** A column's weight, from {@link #LEAST} to 1; 1 where nothing is said of its table. */
  double of(String column) {
    return greatest == 0 ? 1 : Math.max(LEAST, given.getOrDefault(column, 0.0) / greatest);
  }
}
