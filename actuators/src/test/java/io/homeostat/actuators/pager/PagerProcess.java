package io.homeostat.actuators.pager;

import io.homeostat.schemas.service.ServiceConfig;
import java.io.IOException;
import java.util.Map;

/** The pager in a process of its own, which a test can kill. */
final class PagerProcess {
  private PagerProcess() {}

  public static void main(String[] arguments) throws IOException {
    ServiceConfig config =
        new ServiceConfig(
            Map.of(
                "kafka.bootstrap", arguments[0],
                "receivers.file", arguments[1],
                "pager.timeout.millis", arguments[2]));
    try (var running = new PagerService().start(config)) {
      System.out.println("started");
      int end = System.in.read();
      System.out.println("ended with " + end);
    }
  }
}
