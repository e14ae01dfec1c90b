package io.homeostat.ingest.shape;

import io.homeostat.core.model.TableShape;
import io.homeostat.core.model.TableShape.Column;
import io.homeostat.core.model.TableShape.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is otherwise about a table than before, in words. A column of the same table is the same
 * column by its number, whatever its name; of a table that was made anew, by its name.
 */
final class Difference {
  private Difference() {}

  /** The words, what breaks readers first; none where it is built the same. */
  static List<String> words(TableShape before, TableShape now) {
    boolean sameTable = before.number() == now.number();
    List<String> words = new ArrayList<>();
    columns(before, now, sameTable, words);
    indexes(before, now, sameTable, words);
    return words;
  }

  private static void columns(
      TableShape before, TableShape now, boolean sameTable, List<String> words) {
    Map<String, Column> present = columns(now, sameTable);
    Map<String, Column> former = columns(before, sameTable);
    List<String> milder = new ArrayList<>();
    former.forEach(
        (key, column) -> {
          if (!present.containsKey(key)) {
            words.add("column " + column.name() + " (" + column.type() + ") dropped");
          }
        });
    present.forEach(
        (key, column) -> {
          Column was = former.get(key);
          if (was == null) {
            String must = column.required() ? ", NOT NULL" : "";
            milder.add("column " + column.name() + " (" + column.type() + must + ") added");
          } else {
            column(was, column, words, milder);
          }
        });
    words.addAll(milder);
  }

  private static void column(Column was, Column now, List<String> words, List<String> milder) {
    if (!was.name().equals(now.name())) {
      words.add("column " + was.name() + " renamed to " + now.name());
    }
    if (!was.type().equals(now.type())) {
      words.add("column " + now.name() + " retyped: " + was.type() + " → " + now.type());
    }
    if (was.required() != now.required()) {
      (now.required() ? words : milder)
          .add("column " + now.name() + (now.required() ? " made NOT NULL" : " may be NULL"));
    }
  }

  /** By what tells one column from another, in the order of that. */
  private static Map<String, Column> columns(TableShape shape, boolean byNumber) {
    Map<String, Column> columns = new TreeMap<>();
    for (Column column : shape.columns()) {
      columns.put(byNumber ? "%05d".formatted(column.number()) : column.name(), column);
    }
    return columns;
  }

  private static void indexes(
      TableShape before, TableShape now, boolean sameTable, List<String> words) {
    Map<String, Index> present = byName(now);
    Map<String, Index> former = byName(before);
    former.forEach(
        (name, index) -> {
          if (!present.containsKey(name)) {
            words.add("index " + name + " (" + text(index, before) + ") dropped");
          }
        });
    present.forEach(
        (name, index) ->
            index(Optional.ofNullable(former.get(name)), before, index, now, sameTable)
                .ifPresent(words::add));
  }

  private static Optional<String> index(
      Optional<Index> was, TableShape before, Index index, TableShape now, boolean sameTable) {
    if (was.isEmpty()) {
      return Optional.of("index " + index.name() + " (" + text(index, now) + ") created");
    }
    boolean sameColumns =
        sameTable
            ? was.get().columns().equals(index.columns())
            : names(was.get(), before).equals(names(index, now));
    return sameColumns && was.get().form().equals(index.form())
        ? Optional.empty()
        : Optional.of(
            "index "
                + index.name()
                + " otherwise: "
                + text(was.get(), before)
                + " → "
                + text(index, now));
  }

  private static Map<String, Index> byName(TableShape shape) {
    return shape.indexes().stream()
        .collect(
            Collectors.toMap(Index::name, Function.identity(), (one, other) -> one, TreeMap::new));
  }

  private static String text(Index index, TableShape of) {
    return index.form() + " on " + names(index, of);
  }

  private static String names(Index index, TableShape of) {
    Map<Integer, String> names =
        of.columns().stream().collect(Collectors.toMap(Column::number, Column::name));
    return index.columns().stream()
        .map(number -> names.getOrDefault(number, "an expression"))
        .collect(Collectors.joining(", "));
  }
}
