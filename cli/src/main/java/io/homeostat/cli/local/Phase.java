package io.homeostat.cli.local;

import java.time.Instant;
import java.util.Optional;

/** Where a supervised process stands. */
sealed interface Phase {

  /** Its turn has not come. */
  record Waiting() implements Phase {
    @Override
    public String word() {
      return "waiting";
    }
  }

  /** It runs and is not ready yet. */
  record Starting(ChildProcess child, Instant since) implements Phase {
    @Override
    public String word() {
      return "starting";
    }
  }

  /** It does its work. */
  record Ready(ChildProcess child, Instant since) implements Phase {
    @Override
    public String word() {
      return "ready";
    }
  }

  /** It died and is started again at that time. */
  record Paused(Instant until) implements Phase {
    @Override
    public String word() {
      return "paused";
    }
  }

  /** It died too often. */
  record GivenUp() implements Phase {
    @Override
    public String word() {
      return "given up";
    }
  }

  /** It was asked to end. */
  record Stopping(ChildProcess child, Instant since) implements Phase {
    @Override
    public String word() {
      return "stopping";
    }
  }

  /** It has ended, as asked. */
  record Stopped() implements Phase {
    @Override
    public String word() {
      return "stopped";
    }
  }

  /** The process, while there is one. */
  default Optional<ChildProcess> running() {
    if (this instanceof Starting starting) {
      return Optional.of(starting.child());
    }
    if (this instanceof Ready ready) {
      return Optional.of(ready.child());
    }
    return this instanceof Stopping stopping ? Optional.of(stopping.child()) : Optional.empty();
  }

  /** Its name in the status file. */
  String word();
}
