package io.homeostat.core.rules;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What models count on in a column of a table, or in a value of the records of a feature set.
 *
 * @param name of the feature, unique within the rules
 * @param table where it comes from: a table, or a {@value #FEATURE_SET}
 * @param column the column there, or the name of the value
 * @param type what sort of values it has
 * @param required whether every row has a value; then the column must be NOT NULL, too
 * @param range the values of a number
 * @param categories the only values, in words; empty for any
 * @param freshMillis after so long without a written row the feature is stale
 * @param owner who answers for it; may be empty
 * @param models the model versions that use it
 * @param tolerated the share of a minute's rows that may break the contract, 0 to 1
 * @param importance how much a drift of the column weighs beside others of the table, 0 to 1; empty
 *     where nobody has said it
 * @param severity how grave it is when it is broken
 */
public record FeatureContract(
    String name,
    EntityId table,
    String column,
    FeatureType type,
    boolean required,
    Optional<Range> range,
    List<String> categories,
    Optional<Long> freshMillis,
    String owner,
    List<EntityId> models,
    double tolerated,
    Optional<Double> importance,
    Severity severity) {
  /**
   * The kind of what stands in no table: records of features that senders tell of. It has no schema
   * to be judged.
   */
  public static final String FEATURE_SET = "feature-set";

  private static final int MOST_NAMED = 5;

  public FeatureContract {
    categories = List.copyOf(categories);
    models = List.copyOf(models);
  }

  /**
   * The values that a number may have, both bounds included.
   *
   * @param least negative infinity for none
   * @param most infinity for none
   */
  public record Range(double least, double most) {}

  /** Whether it comes from a table of a database, which has a schema. */
  public boolean ofDatabase() {
    return !table.kind().equals(FEATURE_SET);
  }

  /** Whether rows can be judged by it. */
  public boolean ofValues() {
    return !type.opaque() && (required || type.numeric() || !categories.isEmpty());
  }

  /** The feature and who uses it, in words: {@code feature age, used by recommender/v7}. */
  public String words() {
    String by =
        models.stream()
            .limit(MOST_NAMED)
            .map(model -> String.join("/", model.path()))
            .collect(Collectors.joining(", "));
    int more = models.size() - MOST_NAMED;
    String used =
        models.isEmpty() ? "" : ", used by " + by + (more > 0 ? " and " + more + " more" : "");
    return "feature " + name + used + (owner.isEmpty() ? "" : ", owner " + owner);
  }
}
