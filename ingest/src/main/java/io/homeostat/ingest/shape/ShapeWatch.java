package io.homeostat.ingest.shape;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.TableShape;
import io.homeostat.ingest.shape.Comparison.Step;
import io.homeostat.schemas.topics.DoorPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is changed about the tables of one database, from reading to reading, as changes of
 * the kind {@code schema}. After it the form goes to the table's lane, where it is held against
 * what models count on; so do all forms at the first reading and each hour. What is told and shown
 * is kept after that: after a crash in between it is told again, with the same id.
 */
public final class ShapeWatch implements ShapeListener {
  /** How many tables' changes one reading tells each; of more there is one word for all. */
  static final int MOST_TOLD = 20;

  private static final int MOST_NAMED = 5;
  private static final long WHOLE_MILLIS = 3_600_000;
  private static final Logger log = LoggerFactory.getLogger(ShapeWatch.class);

  private final ShapeMemory memory;
  private final DoorPublisher publisher;
  private final Supplier<Optional<Function<EntityId, String>>> systems;
  private CompletableFuture<?> telling = CompletableFuture.completedFuture(null);
  private boolean seen;
  private long sinceMillis;
  private long wholeMillis;

  /**
   * Nothing was read yet.
   *
   * @param systems the system that a table belongs to, once the topology is known
   */
  public ShapeWatch(
      ShapeMemory memory,
      DoorPublisher publisher,
      Supplier<Optional<Function<EntityId, String>>> systems) {
    this.memory = memory;
    this.publisher = publisher;
    this.systems = systems;
  }

  /**
   * {@inheritDoc} One that comes while the one before is still being told is passed over: the next
   * will show the same.
   */
  @Override
  public synchronized void take(ShapeReading reading) {
    Optional<Function<EntityId, String>> systemOf = systems.get();
    if (!memory.known() || systemOf.isEmpty() || !idle()) {
      return;
    }
    List<Step> steps = steps(reading, systemOf.get());
    boolean whole = !seen || reading.atMillis() - wholeMillis >= WHOLE_MILLIS;
    // Not on the producer's own thread: a first word to a topic waits for that thread.
    telling =
        tell(reading.database(), steps, systemOf.get())
            .thenComposeAsync(told -> show(whole ? reading.tables() : List.of(), steps, reading))
            .thenComposeAsync(shown -> keep(steps, reading.atMillis()))
            .whenComplete((done, error) -> told(error, reading.atMillis(), whole));
  }

  /**
   * A schema of which nothing is kept at the first reading was not looked at before: nothing was
   * changed about its tables. What is kept of a schema that is looked at no longer stays as it is.
   */
  private List<Step> steps(ShapeReading reading, Function<EntityId, String> systemOf) {
    Map<EntityId, TableShape> kept = memory.within(reading.scope());
    kept.values().removeIf(shape -> !reading.shows(shape));
    Set<String> known =
        kept.values().stream().map(ShapeReading::schema).collect(Collectors.toSet());
    Map<Boolean, List<TableShape>> tables =
        reading.tables().stream()
            .collect(
                Collectors.partitioningBy(
                    table -> seen || known.contains(ShapeReading.schema(table))));
    List<Step> steps = new ArrayList<>(Comparison.first(tables.getOrDefault(false, List.of())));
    steps.addAll(
        new Comparison(seen ? sinceMillis : reading.atMillis(), reading.atMillis(), systemOf)
            .steps(kept, tables.getOrDefault(true, List.of())));
    return steps;
  }

  /** Whether all that was taken has been told and is kept, or has failed. */
  public synchronized boolean idle() {
    return telling.isDone();
  }

  private synchronized void told(@Nullable Throwable error, long nowMillis, boolean whole) {
    if (error == null) {
      seen = true;
      sinceMillis = nowMillis;
      wholeMillis = whole ? nowMillis : wholeMillis;
    } else {
      log.warn("what was changed about tables did not reach Kafka; it is told again", error);
    }
  }

  private CompletableFuture<Void> tell(
      EntityId database, List<Step> steps, Function<EntityId, String> systemOf) {
    List<Change> changes = steps.stream().flatMap(step -> step.change().stream()).toList();
    List<Change> told =
        changes.size() > MOST_TOLD
            ? List.of(summary(database, changes, systemOf.apply(database)))
            : changes;
    return all(
        told.stream()
            .map(change -> publisher.publish(Stream.SIGNALS, change.system(), change))
            .toList());
  }

  private static Change summary(EntityId database, List<Change> changes, String system) {
    Change first = changes.get(0);
    String names =
        changes.stream()
            .limit(MOST_NAMED)
            .map(change -> change.entity().name())
            .collect(Collectors.joining(", "));
    return new Change(
        Ids.of(
            Comparison.KIND,
            database.text(),
            changes.stream().map(Change::id).collect(Collectors.joining(" "))),
        Comparison.KIND,
        database,
        system,
        Change.State.FINISHED,
        first.beganMillis(),
        first.updatedMillis(),
        "",
        changes.size()
            + " tables were created, dropped or altered at once: "
            + names
            + ", and "
            + (changes.size() - MOST_NAMED)
            + " more");
  }

  private CompletableFuture<Void> keep(List<Step> steps, long nowMillis) {
    List<CompletableFuture<?>> keeping = new ArrayList<>();
    for (Step step : steps) {
      CompletableFuture<?> kept =
          step.keep()
              .<CompletableFuture<?>>map(memory::keep)
              .orElseGet(() -> CompletableFuture.completedFuture(null));
      keeping.add(
          step.forget()
              .<CompletableFuture<?>>map(
                  table -> kept.thenComposeAsync(done -> memory.forget(table, nowMillis)))
              .orElse(kept));
    }
    return all(keeping);
  }

  /** Shows tables' lanes how those are built, and which are gone. */
  private CompletableFuture<Void> show(
      List<TableShape> whole, List<Step> steps, ShapeReading reading) {
    List<TableShape> shown = new ArrayList<>(whole);
    for (Step step : steps) {
      step.keep().filter(shape -> whole.isEmpty()).ifPresent(shown::add);
      step.forget().ifPresent(table -> shown.add(TableShape.gone(table, reading.atMillis())));
    }
    return all(
        shown.stream()
            .map(shape -> publisher.publish(Stream.CHANGES, shape.entity().text(), shape))
            .toList());
  }

  private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
  }
}
