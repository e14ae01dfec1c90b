package io.homeostat.core.observe;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions about series, each waiting until all samples of its window have been taken in. An
 * answer has the fine steps when the whole window lies where all of them are kept, else minutes;
 * steps that touch the window are in it. No steps at all means that nothing is known.
 */
public final class Questions {
  /** The most questions that wait at a time; one more is answered at once, with nothing known. */
  static final int MOST_WAITING = 10_000;

  /** A window that ends later than this is answered at once, with nothing known. */
  static final long LONGEST_WAIT_MILLIS = 3_600_000;

  private static final Table<ObservationRequest> WAITING =
      new Table<>("observe.questions", Forms.of(ObservationRequest.class));
  private static final Table<long[]> COUNT = new Table<>("observe.waiting", Forms.of(long[].class));
  private static final String ONLY = "";

  private final DueQueue due = new DueQueue("observe.due", 1_000);
  private final long holdMillis;

  /**
   * The questions of a fold.
   *
   * @param holdMillis how long after its time a sample is taken in
   */
  public Questions(long holdMillis) {
    this.holdMillis = holdMillis;
  }

  /** Their part of a fold's state. */
  public List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(due.tables());
    tables.add(WAITING);
    tables.add(COUNT);
    return tables;
  }

  /** Lets a question wait; or the answer that nothing is known, when it can't wait. */
  public Optional<Observation> ask(Cells cells, ObservationRequest request, long nowMillis) {
    long waiting = cells.get(COUNT, ONLY).map(count -> count[0]).orElse(0L);
    boolean known = cells.get(WAITING, request.id()).isPresent();
    boolean full = !known && waiting >= MOST_WAITING;
    if (full || request.toMillis() - LONGEST_WAIT_MILLIS > nowMillis) {
      return Optional.of(unknown(request));
    }
    cells.put(WAITING, request.id(), request);
    cells.put(COUNT, ONLY, new long[] {waiting + (known ? 0 : 1)});
    due.schedule(cells, settledMillis(request), request.id());
    return Optional.empty();
  }

  private long settledMillis(ObservationRequest request) {
    return request.toMillis() + holdMillis + OpenSteps.FINE_MILLIS;
  }

  /** The questions whose time has come, in the order of their times. */
  public List<ObservationRequest> settled(Cells cells, long nowMillis) {
    List<ObservationRequest> settled = new ArrayList<>();
    for (String id : due.due(cells, nowMillis)) {
      cells
          .get(WAITING, id)
          .filter(request -> settledMillis(request) <= nowMillis)
          .ifPresent(
              request -> {
                settled.add(request);
                cells.remove(WAITING, id);
              });
    }
    if (!settled.isEmpty()) {
      long waiting = cells.get(COUNT, ONLY).map(count -> count[0]).orElse(0L);
      cells.put(COUNT, ONLY, new long[] {waiting - settled.size()});
    }
    return settled;
  }

  /** The answer of which nothing is known: the entity has never been heard of. */
  public static Observation unknown(ObservationRequest request) {
    return answer(request, OpenSteps.FINE_MILLIS, List.of(), -1);
  }

  /** The answer from an entity's steps. */
  public static Observation answer(
      Cells cells, String key, Columns columns, OpenSteps open, ObservationRequest request) {
    int column = columns.indexOf(request.series());
    if (column < 0 || open.untouched() || request.toMillis() <= request.fromMillis()) {
      return unknown(request);
    }
    long from = request.fromMillis();
    long to = request.toMillis();
    return from >= Aggregates.fineFromMillis(open)
        ? answer(
            request, OpenSteps.FINE_MILLIS, Aggregates.fine(cells, key, open, from, to), column)
        : answer(
            request,
            OpenSteps.COARSE_MILLIS,
            Aggregates.coarse(cells, key, open, from, to),
            column);
  }

  private static Observation answer(
      ObservationRequest request, long stepMillis, List<Step> steps, int column) {
    List<Step> heard =
        steps.stream()
            .filter(step -> column < step.counts().length && step.counts()[column] > 0)
            .toList();
    return new Observation(
        request.id(),
        request.system(),
        request.entity(),
        request.series(),
        request.fromMillis(),
        request.toMillis(),
        stepMillis,
        heard.stream().mapToLong(step -> step.index() * stepMillis).toArray(),
        heard.stream().mapToDouble(step -> step.sums()[column] / step.counts()[column]).toArray(),
        heard.stream().mapToLong(step -> step.counts()[column]).toArray());
  }
}
