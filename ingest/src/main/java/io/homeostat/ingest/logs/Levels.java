package io.homeostat.ingest.logs;

import io.homeostat.core.model.LogEntry.Level;
import java.util.Locale;
import java.util.Map;

/** What shippers call the levels of lines. */
final class Levels {

  private Levels() {}

  /** The level of these labels; UNSET when they name none. */
  static Level of(Map<String, String> labels) {
    for (String key : new String[] {"level", "severity", "severity_text", "detected_level"}) {
      Level level = named(labels.getOrDefault(key, ""));
      if (level != Level.UNSET) {
        return level;
      }
    }
    return Level.UNSET;
  }

  /** The level of a name; UNSET when it is none. */
  static Level named(String name) {
    return switch (name.strip().toUpperCase(Locale.ROOT)) {
      case "TRACE" -> Level.TRACE;
      case "DEBUG", "DBG" -> Level.DEBUG;
      case "INFO", "INFORMATION", "INFORMATIONAL", "NOTICE", "LOG" -> Level.INFO;
      case "WARN", "WARNING" -> Level.WARN;
      case "ERROR", "ERR" -> Level.ERROR;
      case "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERGENCY", "EMERG", "PANIC" -> Level.FATAL;
      default -> Level.UNSET;
    };
  }
}
