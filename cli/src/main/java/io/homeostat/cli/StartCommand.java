package io.homeostat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lifts the stop switch. */
@Command(
    name = "start",
    description = "Lift the stop switch: changes may begin again, as far as the rules allow.",
    footerHeading = "%nExample:%n",
    footer = "  homeostat start --reason 'migration done'")
final class StartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SwitchOptions options = new SwitchOptions();

  @Override
  public Integer call() {
    options.lift();
    spec.commandLine()
        .getOut()
        .println("Started: changes may begin again, as far as the rules allow.");
    return 0;
  }
}
