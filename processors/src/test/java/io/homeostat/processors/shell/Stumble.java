package io.homeostat.processors.shell;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Lets records through, and fails once at each of some places, counted over all lives of the job,
 * so that the job has to be restored. Counts in static fields, which outlive the job.
 */
final class Stumble implements MapFunction<LaneBytes, LaneBytes>, CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final AtomicLong RECORDS = new AtomicLong();
  private static final AtomicInteger FALLS = new AtomicInteger();
  private static final AtomicInteger CHECKPOINTS = new AtomicInteger();

  private final List<Long> places;

  Stumble(List<Long> places) {
    this.places = List.copyOf(places);
  }

  static void reset() {
    RECORDS.set(0);
    FALLS.set(0);
    CHECKPOINTS.set(0);
  }

  /** How many records it has seen, those seen again included. */
  static long records() {
    return RECORDS.get();
  }

  /** How many times it has failed. */
  static int falls() {
    return FALLS.get();
  }

  /** How many checkpoints were completed. */
  static int checkpoints() {
    return CHECKPOINTS.get();
  }

  @Override
  public LaneBytes map(LaneBytes record) {
    long seen = RECORDS.incrementAndGet();
    int falls = FALLS.get();
    boolean due = falls < places.size() && seen >= places.get(falls);
    if (due && CHECKPOINTS.get() > 2 * falls) {
      FALLS.incrementAndGet();
      throw new IllegalStateException("stumbled on purpose at record " + seen);
    }
    return record;
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    CHECKPOINTS.incrementAndGet();
  }
}
