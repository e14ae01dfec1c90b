package io.homeostat.ingest.sender;

import java.util.logging.Level;
import java.util.logging.Logger;

/** A program for OpenTelemetry's agent to watch: it logs a line each 100 ms until it is ended. */
final class Talker {
  private static final Logger log = Logger.getLogger("talker");

  private Talker() {}

  public static void main(String[] arguments) throws InterruptedException {
    Object never = new Object();
    for (int turn = 0; ; turn++) {
      log.log(Level.WARNING, "turn {0} of the talker", turn);
      synchronized (never) {
        never.wait(100);
      }
    }
  }
}
