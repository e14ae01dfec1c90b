package io.homeostat.core.features;

import io.homeostat.core.model.TableShape.Column;
import io.homeostat.core.rules.FeatureContract;
import java.util.Optional;

/**
 * A contract that a table, as it is built, does not keep.
 *
 * @param contract the contract
 * @param words what is otherwise, such as {@code column age is gone}
 */
public record Breach(FeatureContract contract, String words) {

  /** What a column lacks, if it lacks anything. */
  public static Optional<Breach> of(FeatureContract contract, Column column) {
    if (!contract.type().admits(column.type())) {
      return Optional.of(
          new Breach(
              contract,
              "column "
                  + column.name()
                  + " is "
                  + column.type()
                  + ", not "
                  + contract.type().text()));
    }
    return contract.required() && !column.required()
        ? Optional.of(new Breach(contract, "column " + column.name() + " may be NULL"))
        : Optional.empty();
  }

  /** The sentence for a person. */
  public String sentence() {
    return words + ": " + contract.words();
  }
}
