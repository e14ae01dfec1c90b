package io.homeostat.core.features;

import io.homeostat.core.model.TableShape;
import io.homeostat.core.model.TableShape.Column;
import io.homeostat.core.rules.FeatureContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a table is built now, and under which names its columns went before.
 *
 * @param shape the newest reading
 * @param renamed the newest renamings, oldest first, at most {@value #MOST_RENAMED}
 */
record HeldShape(TableShape shape, List<Renaming> renamed) {
  private static final int MOST_RENAMED = 32;

  /** A column that has another name now. */
  record Renaming(String from, String to) {}

  HeldShape {
    renamed = List.copyOf(renamed);
  }

  static HeldShape first(TableShape shape) {
    return new HeldShape(shape, List.of());
  }

  /** With a newer reading. A column is the same by its number, while the table is. */
  HeldShape then(TableShape now) {
    List<Renaming> names = new ArrayList<>(renamed);
    if (now.number() == shape.number()) {
      for (Column was : shape.columns()) {
        now.columns().stream()
            .filter(column -> column.number() == was.number())
            .filter(column -> !column.name().equals(was.name()))
            .forEach(column -> names.add(new Renaming(was.name(), column.name())));
      }
    } else {
      names.clear();
    }
    int first = Math.max(0, names.size() - MOST_RENAMED);
    return new HeldShape(now, names.subList(first, names.size()));
  }

  /** The contracts of this table that it does not keep, in their order. */
  List<Breach> breaches(List<FeatureContract> contracts) {
    return contracts.stream().flatMap(contract -> breach(contract).stream()).toList();
  }

  private Optional<Breach> breach(FeatureContract contract) {
    if (!shape.present()) {
      return Optional.of(new Breach(contract, "the table is gone"));
    }
    Optional<Column> column =
        shape.columns().stream().filter(one -> one.name().equals(contract.column())).findFirst();
    return column.isPresent()
        ? Breach.of(contract, column.get())
        : Optional.of(new Breach(contract, gone(contract.column())));
  }

  private String gone(String column) {
    String now = column;
    for (Renaming each : renamed) {
      now = each.from().equals(now) ? each.to() : now;
    }
    String newest = now;
    boolean there = shape.columns().stream().anyMatch(one -> one.name().equals(newest));
    return "column " + column + (there ? " is called " + newest : " is gone");
  }
}
