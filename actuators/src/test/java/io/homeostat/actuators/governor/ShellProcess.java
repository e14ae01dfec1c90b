package io.homeostat.actuators.governor;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The sample fold in a process of its own: {@code BOOTSTRAP FOLDER}. */
final class ShellProcess {
  static final String APPLICATION = "sample-shell";
  static final String READY = "ready";
  static final Lanes LANES = new Lanes(4, 2);

  private ShellProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (var shell =
        RunningShell.start(
            StreamsShell.build(() -> new SampleFold(Stream.SIGNALS), LANES),
            new StreamsSettings(arguments[0], APPLICATION, "0", Path.of(arguments[1])),
            Duration.ofMinutes(2))) {
      System.out.println(READY);
      while (System.in.read() >= 0) {
        // The test writes nothing; only the end matters.
      }
    }
  }
}
