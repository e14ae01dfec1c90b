package io.homeostat.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a sample costs the gateway, beside Prometheus. */
@Command(
    name = "load",
    description = {
      "Measure the processor time that a sample of remote-write costs the gateway, which answers"
          + " once a broker has it (acks=all),",
      "and Prometheus, where it is installed, which takes the same load by turns."
    },
    footerHeading = "%nExample:%n",
    footer = "  homeostat bench load --turns 5 --warm-up 4")
final class LoadCommand implements Callable<Integer> {
  @Option(
      names = "--turns",
      defaultValue = "9",
      description = "How many turns are measured; default ${DEFAULT-VALUE}.")
  private int turns;

  @Option(
      names = "--warm-up",
      defaultValue = "6",
      description = "How many turns come before; default ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description =
          "How often each of 20,000 series is told of in a turn; default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--prometheus",
      paramLabel = "FILE",
      defaultValue = "/usr/bin/prometheus",
      description = "Prometheus' program; default ${DEFAULT-VALUE}.")
  private String prometheus = "";

  @Override
  public Integer call() {
    return DoorBench.run(
        "load",
        List.of(
            "--turns", "" + turns,
            "--warm-up", "" + warmUp,
            "--rounds", "" + rounds,
            "--prometheus", prometheus));
  }
}
