package io.homeostat.actuators.action;

import java.util.TreeSet;

/**
 * How far a lane's commands are done, where several are under way at once: everything below the
 * lowest open one. Safe for use by several threads.
 */
final class LaneProgress {
  private final TreeSet<Long> open = new TreeSet<>();
  private long next;

  /**
   * @param next the offset from which the lane is read
   */
  LaneProgress(long next) {
    this.next = next;
  }

  /** A command was read. */
  synchronized void begin(long offset) {
    open.add(offset);
    next = Math.max(next, offset + 1);
  }

  /** A command is done, durably. */
  synchronized void end(long offset) {
    open.remove(offset);
  }

  /** From where a successor would have to read if {@code done} were done too. */
  synchronized long withDone(long done) {
    for (long offset : open) {
      if (offset != done) {
        return offset;
      }
    }
    return next;
  }

  /** From where a successor would have to read. */
  synchronized long current() {
    return open.isEmpty() ? next : open.first();
  }

  /** How many are under way. */
  synchronized int size() {
    return open.size();
  }
}
