package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.list;

import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column of a target whose vectors are told as embeddings.
 *
 * @param table such as {@code public.documents}
 * @param name such as {@code embedding}
 * @param collection what the vectors are told of
 * @param model the model that made them; empty where each row says it
 * @param modelColumn the column in which a row says it; empty where all have one model
 * @param role what they stand for
 */
public record VectorColumn(
    String table,
    String name,
    EntityId collection,
    Optional<String> model,
    Optional<String> modelColumn,
    EmbeddingVector.Role role) {

  public VectorColumn {
    if (model.isPresent() == modelColumn.isPresent()) {
      throw new IllegalArgumentException(
          "vectors of "
              + table
              + "."
              + name
              + ": give either model (of all of them) or modelColumn (where each row says it)");
    }
    if (model
        .filter(one -> one.isBlank() || one.length() > EmbeddingVector.LONGEST_MODEL)
        .isPresent()) {
      throw new IllegalArgumentException(
          "vectors of "
              + table
              + "."
              + name
              + ": a model must have 1 to "
              + EmbeddingVector.LONGEST_MODEL
              + " characters");
    }
  }

  /** As {@code schema.table.column}. */
  public String text() {
    return table + "." + name;
  }

  /**
   * What a file lists under {@code vectors} of a target. It is read anew at each question.
   *
   * @throws IOException when the file can't be read, or does not list them as it should; the
   *     message says what and where
   */
  public static List<VectorColumn> find(Path file, String target) throws IOException {
    return TargetEntries.read(
            file,
            "targets",
            entry ->
                TargetEntries.text(entry, "name").equals(target)
                    ? Optional.of(all(entry))
                    : Optional.empty())
        .stream()
        .findFirst()
        .orElse(List.of());
  }

  private static List<VectorColumn> all(Object entry) {
    Set<String> leftAlone = new HashSet<>();
    list(child(entry, "columns"))
        .forEach(each -> leftAlone.add(TargetEntries.text(each, "column")));
    List<VectorColumn> columns = new ArrayList<>();
    for (Object each : list(child(entry, "vectors"))) {
      VectorColumn column = column(each, TargetEntries.text(entry, "name"));
      if (leftAlone.contains(column.text())) {
        throw new IllegalArgumentException(
            "column "
                + column.text()
                + " is listed under 'columns', so its values may not leave the database as they are,"
                + " and under 'vectors', which tells them: list it under one");
      }
      if (columns.stream().anyMatch(other -> other.text().equals(column.text()))) {
        throw new IllegalArgumentException("column " + column.text() + " is listed twice");
      }
      columns.add(column);
    }
    return columns;
  }

  private static VectorColumn column(Object each, String target) {
    ColumnName column = ColumnName.parse(TargetEntries.text(each, "column"));
    return new VectorColumn(
        column.table(),
        column.name(),
        Optional.ofNullable(child(each, "collection"))
            .map(given -> EntityId.parse(given.toString()))
            .orElseGet(() -> EntityId.parse("collection:" + target + "/" + column.text())),
        Optional.ofNullable(child(each, "model")).map(Object::toString),
        Optional.ofNullable(child(each, "modelColumn")).map(Object::toString),
        role(Optional.ofNullable(child(each, "role")).map(Object::toString).orElse("document")));
  }

  private static EmbeddingVector.Role role(String word) {
    return switch (word) {
      case "document" -> EmbeddingVector.Role.DOCUMENT;
      case "query" -> EmbeddingVector.Role.QUERY;
      default ->
          throw new IllegalArgumentException(
              "'role: " + word + "' of vectors must be document or query");
    };
  }
}
