package io.homeostat.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether what was acknowledged is stored, whatever is killed. */
@Command(
    name = "loss",
    description = {
      "Kill the gateway and the broker by turns (SIGKILL) under the load of four senders, then look"
          + " in the log for every sample that was acknowledged.",
      "Ends with 1 where one is missing."
    },
    footerHeading = "%nExample:%n",
    footer = "  homeostat bench loss --kills 100 --samples 100000")
final class LossCommand implements Callable<Integer> {
  @Option(
      names = "--kills",
      defaultValue = "10",
      description = "How often one of the two is killed; default ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--samples",
      defaultValue = "20000",
      description =
          "How many samples are acknowledged before each kill and after the last; default"
              + " ${DEFAULT-VALUE}.")
  private int samples;

  @Override
  public Integer call() {
    return DoorBench.run("loss", List.of("--kills", "" + kills, "--samples", "" + samples));
  }
}
