package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.list;
import static io.homeostat.schemas.targets.TargetEntries.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of a target whose values do not leave its database as they are.
 *
 * @param columns the columns
 * @param key where the key of the hashes is; there where a column is hashed
 */
public record ProtectedColumns(List<Column> columns, Optional<Secret> key) {
  /** Every column may leave. */
  public static final ProtectedColumns NONE = new ProtectedColumns(List.of(), Optional.empty());

  /** What becomes of a value. */
  public enum Form {
    LEFT_OUT("leftOut"),
    MASKED("masked"),
    HASHED("hashed");

    private final String word;

    Form(String word) {
      this.word = word;
    }

    private static Form of(String word) {
      return Arrays.stream(values())
          .filter(form -> form.word.equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'as: "
                          + word
                          + "' of a column must be one of "
                          + Arrays.stream(values())
                              .map(form -> form.word)
                              .collect(Collectors.joining(", "))));
    }
  }

  /**
   * A column.
   *
   * @param table such as {@code public.customers}
   * @param name such as {@code email}
   * @param gone whether it need not be there any more: it was dropped or renamed, and stands in
   *     changes that are still to be read
   */
  public record Column(String table, String name, Form form, boolean gone) {
    /** As {@code schema.table.column}. */
    public String text() {
      return table + "." + name;
    }
  }

  public ProtectedColumns {
    columns = List.copyOf(columns);
    Set<String> named = new HashSet<>();
    for (Column column : columns) {
      if (!named.add(column.text())) {
        throw new IllegalArgumentException("column " + column.text() + " is listed twice");
      }
    }
    if (key.isEmpty() && columns.stream().anyMatch(column -> column.form() == Form.HASHED)) {
      throw new IllegalArgumentException(
          "columns are hashed, so the target must say where the key is: hashKey: {passwordFile: …}");
    }
  }

  /**
   * What a file lists under {@code columns} of a target. It is read anew at each question.
   *
   * @throws IOException when the file can't be read, or does not list them as it should; the
   *     message says what and where
   */
  public static ProtectedColumns find(Path file, String target) throws IOException {
    return TargetEntries.read(
            file,
            "targets",
            entry ->
                text(entry, "name").equals(target)
                    ? Optional.of(columns(entry, file))
                    : Optional.empty())
        .stream()
        .findFirst()
        .orElse(NONE);
  }

  private static ProtectedColumns columns(Object entry, Path file) {
    List<Column> columns = new ArrayList<>();
    for (Object each : list(child(entry, "columns"))) {
      columns.add(column(each));
    }
    Object key = child(entry, "hashKey");
    return new ProtectedColumns(
        columns, key == null ? Optional.empty() : Optional.of(Secret.of(key, file)));
  }

  private static Column column(Object each) {
    ColumnName column = ColumnName.parse(text(each, "column"));
    return new Column(
        column.table(),
        column.name(),
        Form.of(text(each, "as")),
        Boolean.TRUE.equals(child(each, "gone")));
  }
}
