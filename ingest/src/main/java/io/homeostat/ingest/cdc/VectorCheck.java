package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.VectorColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks up whether the columns of vectors are there, and have vectors. */
final class VectorCheck {
  private static final Set<String> TYPES =
      Set.of("vector", "halfvec", "real[]", "double precision[]");

  private VectorCheck() {}

  /**
   * What is not as the file says, each with its remedy; it keeps no row change from being told.
   *
   * @throws IOException when the database does not answer
   */
  static List<String> problems(PostgresTarget target, List<VectorColumn> wanted)
      throws IOException {
    if (wanted.isEmpty()) {
      return List.of();
    }
    PublishedColumns published = PublishedColumns.read(target);
    List<String> problems = new ArrayList<>();
    for (VectorColumn column : wanted) {
      Optional<PublishedColumns.Column> there = published.find(column.table(), column.name());
      if (there.isEmpty()) {
        problems.add(
            column.text()
                + " is in no table of publication "
                + target.publication().orElse("")
                + ": add its table, or mend its name in targets.file");
      } else if (!TYPES.contains(base(there.get().type()))) {
        problems.add(
            column.text()
                + " is of type "
                + there.get().type()
                + ": vectors are told of vector, halfvec, real[] and double precision[]");
      }
      column
          .modelColumn()
          .filter(name -> published.find(column.table(), name).isEmpty())
          .ifPresent(
              name ->
                  problems.add(
                      "the model of "
                          + column.text()
                          + " is to stand in column "
                          + name
                          + ", which "
                          + column.table()
                          + " does not have: mend modelColumn in targets.file"));
    }
    return problems;
  }

  /** Without the schema of an extension's type. */
  private static String base(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
