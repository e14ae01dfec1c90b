package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.ProtectedColumns.Column;
import io.homeostat.schemas.targets.ProtectedColumns.Form;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks protected columns up in the catalogue, before anything of a target is captured. */
final class ProtectionCheck {

  private ProtectionCheck() {}

  /**
   * The protection of a target's columns.
   *
   * @throws IOException when the database does not answer, or a column is not as the file says; the
   *     message says which, and what to do
   */
  static Protection of(PostgresTarget target, ProtectedColumns wanted) throws IOException {
    if (wanted.columns().isEmpty()) {
      return Protection.NONE;
    }
    PublishedColumns published = PublishedColumns.read(target);
    for (Column column : wanted.columns()) {
      require(column, published.find(column.table(), column.name()));
    }
    Optional<String> key =
        wanted.key().isPresent() ? Optional.of(wanted.key().get().read()) : Optional.empty();
    if (key.filter(String::isEmpty).isPresent()) {
      throw new IOException("the key of the hashes is empty: write one into it");
    }
    Map<String, Set<String>> names = new HashMap<>();
    published.tables().forEach((table, columns) -> names.put(table, Set.copyOf(columns.keySet())));
    return new Protection(wanted, names, key.orElse(""));
  }

  private static void require(Column column, Optional<PublishedColumns.Column> there)
      throws IOException {
    if (there.isEmpty() && !column.gone()) {
      throw new IOException(
          "the protected column "
              + column.text()
              + " is in no table of the publication, so nothing is captured: where it was renamed, list"
              + " its new name, too, and say of the old one gone: true");
    }
    boolean keyed = there.filter(PublishedColumns.Column::keyed).isPresent();
    if (keyed && column.form() != Form.HASHED) {
      throw new IOException(
          "the protected column "
              + column.text()
              + " is in its table's key, by which rows are told apart: it may only be hashed");
    }
  }
}
