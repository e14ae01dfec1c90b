package io.homeostat.core.model;

import java.util.SortedMap;

/**
 * One line of a log.
 *
 * @param entity who wrote it
 * @param timeMillis the sender's time, in milliseconds since 1970
 * @param receivedMillis the door's time
 * @param level how grave it is
 * @param body the text, as it came
 * @param attributes what else the sender said
 */
public record LogEntry(
    EntityId entity,
    long timeMillis,
    long receivedMillis,
    Level level,
    String body,
    SortedMap<String, String> attributes)
    implements Fact {

  /** OpenTelemetry's severity ranges; UNSET where the sender gave none. */
  public enum Level {
    UNSET,
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL
  }
}
