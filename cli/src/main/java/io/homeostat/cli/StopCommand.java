package io.homeostat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Sets the stop switch. */
@Command(
    name = "stop",
    description = {
      "Set the stop switch: within 2 s no new change is begun anywhere, until `homeostat start`.",
      "It holds across restarts. A change that has begun is finished. Processes go on: they watch and tell."
    },
    footerHeading = "%nExample:%n",
    footer = "  homeostat stop --reason 'migration tonight'")
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SwitchOptions options = new SwitchOptions();

  @Override
  public Integer call() {
    options.stop();
    spec.commandLine()
        .getOut()
        .println("Stopped: no new change begins. `homeostat start` lifts it.");
    return 0;
  }
}
