package io.homeostat.core.churn;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.FormException;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.RowChange;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rows changed in a table, in steps of five seconds of the database's time: the open step, the
 * one before, how many there were in each of the last 120 steps outside bursts, and the burst under
 * way. A row of an older step counts in the open one; steps of which nothing is known count as
 * empty; a burst of ten minutes is what is usual from then on. Mutable; at most 1.2 KiB.
 */
final class TableChurn {
  /** The length of a step. */
  static final long STEP_MILLIS = 5_000;

  private static final int MOST_STEPS = 120;
  private static final int LEAST_STEPS = 12;
  private static final int QUIET_STEPS = 2;
  private static final Form<Rows> ROWS = Forms.of(Rows.class);
  private static final Form<Burst> BURST = Forms.of(Burst.class);

  private long step = Long.MIN_VALUE;
  private Rows open = Rows.NONE;
  private Rows before = Rows.NONE;
  private long[] usual = {};
  private int oldest;
  private Optional<Burst> burst = Optional.empty();
  private String door = "";
  private long heardMillis;
  private long wakeMillis = Long.MAX_VALUE;

  Optional<Burst> burst() {
    return burst;
  }

  /** The door by which its changes come. */
  String door() {
    return door;
  }

  /** The lane's time of the newest change. */
  long heardMillis() {
    return heardMillis;
  }

  void heard(String byDoor, long nowMillis) {
    door = byDoor;
    heardMillis = nowMillis;
  }

  /** When the table is looked at next; {@link Long#MAX_VALUE} when no look is scheduled. */
  long wakeMillis() {
    return wakeMillis;
  }

  void wakeAt(long timeMillis) {
    wakeMillis = timeMillis;
  }

  /**
   * Comes to a time: closes the steps before its own.
   *
   * @return the burst that ended by it
   */
  Optional<Burst> advance(long timeMillis, ChurnSettings settings) {
    long to = Math.floorDiv(timeMillis, STEP_MILLIS);
    if (step == Long.MIN_VALUE) {
      step = to;
    }
    Optional<Burst> ended = Optional.empty();
    long empty = Math.min(to - step, MOST_STEPS + QUIET_STEPS + 1);
    for (long i = 0; i < empty; i++) {
      Optional<Burst> closed = close(settings);
      ended = closed.isPresent() ? closed : ended;
      before = open;
      open = Rows.NONE;
      step++;
    }
    step = Math.max(step, to);
    return ended;
  }

  private Optional<Burst> close(ChurnSettings settings) {
    if (burst.isEmpty()) {
      remember(open.total());
      return Optional.empty();
    }
    Burst now = burst.get();
    boolean busy = 2 * open.total() >= bound(settings);
    Burst next =
        new Burst(
            now.system(),
            now.beganMillis(),
            busy ? (step + 1) * STEP_MILLIS : now.endMillis(),
            busy ? 0 : now.quietSteps() + 1,
            now.rows(),
            now.usualPerSecond());
    boolean usualNow = next.endMillis() - next.beganMillis() >= MOST_STEPS * STEP_MILLIS;
    if (usualNow) {
      usual = new long[MOST_STEPS];
      Arrays.fill(usual, next.rows().total() / MOST_STEPS);
    } else if (next.quietSteps() < QUIET_STEPS) {
      burst = Optional.of(next);
      return Optional.empty();
    }
    burst = Optional.empty();
    return Optional.of(next);
  }

  private void remember(long rows) {
    if (usual.length < MOST_STEPS) {
      usual = Arrays.copyOf(usual, usual.length + 1);
      usual[usual.length - 1] = rows;
    } else {
      usual[oldest] = rows;
      oldest = (oldest + 1) % MOST_STEPS;
    }
  }

  /** Counts a changed row; the step is open. */
  void count(RowChange.Operation operation) {
    open = open.plus(operation);
    burst =
        burst.map(
            now ->
                new Burst(
                    now.system(),
                    now.beganMillis(),
                    Math.max(now.endMillis(), now.beganMillis() + STEP_MILLIS),
                    now.quietSteps(),
                    now.rows().plus(operation),
                    now.usualPerSecond()));
  }

  /** True when the open step and the one before make a burst, and none is under way. */
  boolean bursting(ChurnSettings settings) {
    long rows = open.total() + before.total();
    return burst.isEmpty() && rows >= settings.leastRows() && rows >= bound(settings);
  }

  /** Lets a burst begin. */
  Burst begin(String system, ChurnSettings settings) {
    boolean fromBefore = 4 * before.total() >= settings.leastRows();
    Burst begun =
        new Burst(
            system,
            (fromBefore ? step - 1 : step) * STEP_MILLIS,
            (step + 1) * STEP_MILLIS,
            0,
            fromBefore ? before.plus(open) : open,
            median() * 1_000.0 / STEP_MILLIS);
    burst = Optional.of(begun);
    return begun;
  }

  /** Ends the burst under way, and with it the steps that it is made of. */
  Optional<Burst> end() {
    Optional<Burst> ended = burst;
    burst = Optional.empty();
    open = Rows.NONE;
    before = Rows.NONE;
    return ended;
  }

  /** The rows in two steps from which on they are a burst. */
  private double bound(ChurnSettings settings) {
    return Math.max((double) settings.leastRows(), settings.leastRatio() * 2 * median());
  }

  private double median() {
    long[] sorted = Arrays.copyOf(usual, Math.max(usual.length, LEAST_STEPS));
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The form. */
  static final class CellFormOf implements CellForm<TableChurn> {
    @Override
    public void write(TableChurn value, ByteSink sink) {
      sink.writeLong(value.step);
      ROWS.write(value.open, sink);
      ROWS.write(value.before, sink);
      sink.writeLong(value.usual.length);
      for (int i = 0; i < value.usual.length; i++) {
        sink.writeLong(value.usual[(value.oldest + i) % value.usual.length]);
      }
      sink.writeBoolean(value.burst.isPresent());
      value.burst.ifPresent(burst -> BURST.write(burst, sink));
      sink.writeString(value.door);
      sink.writeLong(value.heardMillis);
      sink.writeLong(value.wakeMillis);
    }

    @Override
    public TableChurn read(ByteSource source) {
      TableChurn churn = new TableChurn();
      churn.step = source.readLong();
      churn.open = ROWS.read(source);
      churn.before = ROWS.read(source);
      int size = source.readLength(1);
      if (size > MOST_STEPS) {
        throw new FormException("a table has " + size + " steps; it may have " + MOST_STEPS);
      }
      churn.usual = new long[size];
      for (int i = 0; i < size; i++) {
        churn.usual[i] = source.readLong();
      }
      churn.burst = source.readBoolean() ? Optional.of(BURST.read(source)) : Optional.empty();
      churn.door = source.readString();
      churn.heardMillis = source.readLong();
      churn.wakeMillis = source.readLong();
      return churn;
    }

    @Override
    public TableChurn copy(TableChurn value) {
      TableChurn copy = new TableChurn();
      copy.step = value.step;
      copy.open = value.open;
      copy.before = value.before;
      copy.usual = value.usual.clone();
      copy.oldest = value.oldest;
      copy.burst = value.burst;
      copy.door = value.door;
      copy.heardMillis = value.heardMillis;
      copy.wakeMillis = value.wakeMillis;
      return copy;
    }
  }
}
