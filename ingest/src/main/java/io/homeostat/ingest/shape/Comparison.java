package io.homeostat.ingest.shape;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.TableShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares a whole reading of a database's tables with what is kept of the one before. Pure: the
 * same two give the same changes, with the same ids.
 *
 * @param sinceMillis what was changed was changed after this
 * @param nowMillis when it was read
 * @param systemOf the system that a table belongs to
 */
record Comparison(long sinceMillis, long nowMillis, Function<EntityId, String> systemOf) {
  static final String KIND = "schema";
  private static final int MOST_WORDS = 8;

  /**
   * What follows for one table.
   *
   * @param change what is to be told before anything is kept, if anything is
   * @param keep what is to be kept, if that is news
   * @param forget what is to be kept no longer, if there is such
   */
  record Step(Optional<Change> change, Optional<TableShape> keep, Optional<EntityId> forget) {}

  /** What follows from a first reading: all is kept, and nothing was changed. */
  static List<Step> first(List<TableShape> now) {
    return now.stream()
        .map(shape -> new Step(Optional.empty(), Optional.of(shape), Optional.empty()))
        .toList();
  }

  /** What follows from a reading, in the order of the tables' names. */
  List<Step> steps(Map<EntityId, TableShape> kept, List<TableShape> now) {
    Set<EntityId> present = now.stream().map(TableShape::entity).collect(Collectors.toSet());
    Map<Long, TableShape> orphans = new HashMap<>();
    kept.values().stream()
        .filter(shape -> !present.contains(shape.entity()))
        .forEach(shape -> orphans.put(shape.number(), shape));
    List<Step> steps = new ArrayList<>();
    for (TableShape shape : now) {
      TableShape sameName = kept.get(shape.entity());
      if (sameName == null) {
        Optional<TableShape> renamed = Optional.ofNullable(orphans.remove(shape.number()));
        steps.add(renamed.map(from -> renamed(from, shape)).orElseGet(() -> created(shape)));
      } else {
        stayed(sameName, shape).ifPresent(steps::add);
      }
    }
    Set<Long> numbers = now.stream().map(TableShape::number).collect(Collectors.toSet());
    orphans.values().forEach(shape -> steps.add(dropped(shape, numbers.contains(shape.number()))));
    steps.sort(Comparator.comparing(Comparison::name));
    return steps;
  }

  private static String name(Step step) {
    return step.keep().map(TableShape::entity).or(step::forget).map(EntityId::text).orElse("");
  }

  private Optional<Step> stayed(TableShape before, TableShape now) {
    if (before.number() == now.number() && before.builtAs(now)) {
      return Optional.empty();
    }
    List<String> words = Difference.words(before, now);
    TableShape keep = now.counted(before.count() + 1);
    return Optional.of(
        new Step(
            words.isEmpty() ? Optional.empty() : Optional.of(change(keep, words)),
            Optional.of(keep),
            Optional.empty()));
  }

  private Step renamed(TableShape before, TableShape now) {
    TableShape keep = now.counted(before.count() + 1);
    List<String> words = new ArrayList<>();
    words.add("renamed to " + now.entity().name());
    words.addAll(Difference.words(before, now));
    return new Step(
        Optional.of(change(before.entity(), keep, words)),
        Optional.of(keep),
        Optional.of(before.entity()));
  }

  private Step created(TableShape now) {
    return new Step(
        Optional.of(change(now, List.of("created with " + now.columns().size() + " columns"))),
        Optional.of(now),
        Optional.empty());
  }

  /**
   * What was kept and is not there.
   *
   * @param underAnotherName it is there under a name by which it is kept already: nothing to tell
   */
  private Step dropped(TableShape before, boolean underAnotherName) {
    return new Step(
        underAnotherName
            ? Optional.empty()
            : Optional.of(
                change(
                    before.counted(before.count() + 1),
                    List.of("dropped, it had " + before.columns().size() + " columns"))),
        Optional.empty(),
        Optional.of(before.entity()));
  }

  private Change change(TableShape shape, List<String> words) {
    return change(shape.entity(), shape, words);
  }

  /** A change of a table that others know by a name, which may be that of before. */
  private Change change(EntityId table, TableShape shape, List<String> words) {
    String rest = words.size() > MOST_WORDS ? ", and " + (words.size() - MOST_WORDS) + " more" : "";
    return new Change(
        Ids.of(
            KIND,
            table.text(),
            Long.toString(shape.number()),
            Long.toString(shape.count()),
            String.join(", ", words)),
        KIND,
        table,
        systemOf.apply(table),
        Change.State.FINISHED,
        sinceMillis,
        nowMillis,
        "",
        "table "
            + table.name()
            + ": "
            + words.stream().limit(MOST_WORDS).collect(Collectors.joining(", "))
            + rest);
  }
}
