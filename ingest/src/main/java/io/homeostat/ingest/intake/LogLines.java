package io.homeostat.ingest.intake;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Collects the log entries of one request, no more than it may have. */
public final class LogLines {
  /** The most lines of a request. */
  public static final int MOST = 50_000;

  private static final int LONGEST_BODY = 32 * 1024;

  private final long receivedMillis;
  private final Rejections rejections;
  private final List<LogEntry> entries = new ArrayList<>();

  /**
   * No lines yet.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @param rejections takes what can't be used
   */
  public LogLines(long receivedMillis, Rejections rejections) {
    this.receivedMillis = receivedMillis;
    this.rejections = rejections;
  }

  /**
   * Adds a line, or rejects it for its time or because there are too many. What is too long is cut,
   * with an ellipsis.
   *
   * @param timeMillis the sender's time, in milliseconds since 1970
   */
  public void add(
      EntityId entity,
      long timeMillis,
      LogEntry.Level level,
      String body,
      SortedMap<String, String> attributes) {
    if (!SenderTime.near(timeMillis, receivedMillis, rejections)) {
      return;
    }
    if (entries.size() == MOST) {
      rejections.add(Reason.TOO_MUCH, 1, "more than " + MOST + " lines in one request");
      return;
    }
    entries.add(
        new LogEntry(
            entity, timeMillis, receivedMillis, level, Cut.at(body, LONGEST_BODY), attributes));
  }

  /** What was taken, and what not. */
  public Translated<LogEntry> translated() {
    return new Translated<>(entries, entries.size(), rejections);
  }
}
