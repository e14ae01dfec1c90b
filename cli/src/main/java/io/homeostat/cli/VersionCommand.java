package io.homeostat.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells which Homeostat this is, and which Java runs it. */
@Command(name = "version", description = "Tell which Homeostat this is, and which Java runs it.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("unpacked");
    spec.commandLine().getOut().printf("Homeostat %s on Java %s%n", version, Runtime.version());
    return 0;
  }
}
