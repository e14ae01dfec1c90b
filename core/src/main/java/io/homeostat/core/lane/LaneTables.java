package io.homeostat.core.lane;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.Forms;
import java.util.ArrayList;
import java.util.List;

/** The driver's own part of a lane's state. */
final class LaneTables {

  /**
   * The lane's clock.
   *
   * @param timeMillis the newest tick
   * @param ignoredTicks ticks that were too far from their stamp
   * @param duplicates records dropped because they had been seen
   * @param failures records that the fold could not take in
   */
  record Clock(long timeMillis, long ignoredTicks, long duplicates, long failures) {
    static final Clock UNSET = new Clock(Long.MIN_VALUE, 0, 0, 0);

    boolean started() {
      return timeMillis != Long.MIN_VALUE;
    }
  }

  /** A context document in force. */
  record Held(String version, String text) {}

  /** A context document of which some chunks have come. */
  record Pending(String version, int count, List<String> pieces) {}

  /** The one key of tables that hold one value. */
  static final String ONLY = "";

  static final Table<Clock> CLOCK = new Table<>("lane.clock", Forms.of(Clock.class));
  static final Table<Held> CONTEXT = new Table<>("lane.context", Forms.of(Held.class));
  static final Table<Pending> CHUNKS = new Table<>("lane.chunks", Forms.of(Pending.class));

  /**
   * By source: offset, index and lane time of the newest record, three numbers for each of its
   * lanes.
   */
  static final Table<long[]> MARKS = new Table<>("lane.marks", Forms.of(long[].class));

  /** How long the lane's clock has ticked, holes left out. */
  static final Table<Long> LIVED = new Table<>("lane.lived", Forms.of(Long.class));

  /** By source: the hour of the lane's ticking in which it was heard of last. */
  static final Table<Long> HEARD = new Table<>("lane.heard", Forms.of(Long.class));

  /** Sources to be forgotten, by the time that the lane's clock has ticked. */
  static final DueQueue FORGETTING = new DueQueue("lane.forgetting", 3_600_000);

  /** All of them. */
  static List<Table<?>> all() {
    List<Table<?>> tables = new ArrayList<>(List.of(CLOCK, CONTEXT, CHUNKS, MARKS, LIVED, HEARD));
    tables.addAll(FORGETTING.tables());
    return tables;
  }

  private LaneTables() {}

  /** A list of strings that grows in place. */
  static final class Strings implements CellForm<List<String>> {
    @Override
    public void write(List<String> value, ByteSink sink) {
      sink.writeLong(value.size());
      value.forEach(sink::writeString);
    }

    @Override
    public List<String> read(ByteSource source) {
      int size = source.readLength(1);
      List<String> value = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        value.add(source.readString());
      }
      return value;
    }

    @Override
    public List<String> copy(List<String> value) {
      return new ArrayList<>(value);
    }
  }
}
