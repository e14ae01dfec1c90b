package io.homeostat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verbs that measure Homeostat. */
@Command(
    name = "bench",
    description = "Measure: how right and how fast.",
    subcommands = {
      EmbeddingSpeedCommand.class,
      EmbeddingFalseAlarmsCommand.class,
      EmbeddingPowerCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to measure: " + String.join(", ", spec.subcommands().keySet()));
  }
}
