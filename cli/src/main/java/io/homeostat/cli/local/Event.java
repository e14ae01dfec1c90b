package io.homeostat.cli.local;

import java.util.Map;

/** What the supervisor reacts to. */
sealed interface Event {

  /**
   * A process said that it is ready.
   *
   * @param child who said it
   * @param addresses what it listens on, by name
   */
  record Ready(ChildProcess child, Map<String, String> addresses) implements Event {
    public Ready {
      addresses = Map.copyOf(addresses);
    }
  }

  /**
   * A process has ended.
   *
   * @param child which
   * @param code its exit code, or 128 and the signal that ended it
   */
  record Ended(ChildProcess child, int code) implements Event {}

  /** A person or the system asked the supervisor to stop. */
  record StopAsked() implements Event {}
}
