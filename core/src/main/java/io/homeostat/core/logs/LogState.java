package io.homeostat.core.logs;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of the lines of an entity: a window for each rule that has matched lately. Mutable.
 */
final class LogState {
  private final TreeMap<String, LogWindow> windows = new TreeMap<>();
  private String door = "";
  private long wakeMillis = Long.MAX_VALUE;

  /** The windows, by the fingerprint of their rule. */
  SortedMap<String, LogWindow> windows() {
    return windows;
  }

  /** The door by which its lines come. */
  String door() {
    return door;
  }

  void door(String name) {
    door = name;
  }

  /** When the entity is looked at next; {@link Long#MAX_VALUE} when no look is scheduled. */
  long wakeMillis() {
    return wakeMillis;
  }

  void wakeAt(long timeMillis) {
    wakeMillis = timeMillis;
  }

  /** The form. */
  static final class CellFormOf implements CellForm<LogState> {
    @Override
    public void write(LogState value, ByteSink sink) {
      sink.writeString(value.door);
      sink.writeLong(value.wakeMillis);
      sink.writeLong(value.windows.size());
      value.windows.forEach(
          (fingerprint, window) -> {
            sink.writeString(fingerprint);
            window.write(sink);
          });
    }

    @Override
    public LogState read(ByteSource source) {
      LogState state = new LogState();
      state.door = source.readString();
      state.wakeMillis = source.readLong();
      int size = source.readLength(1);
      for (int i = 0; i < size; i++) {
        state.windows.put(source.readString(), LogWindow.read(source));
      }
      return state;
    }

    @Override
    public LogState copy(LogState value) {
      LogState copy = new LogState();
      copy.door = value.door;
      copy.wakeMillis = value.wakeMillis;
      value.windows.forEach((fingerprint, window) -> copy.windows.put(fingerprint, window.copy()));
      return copy;
    }
  }
}
